"""Measurements, not tests: ``make bench`` prints them. Inputs are fixed by seed and size; nothing here judges a time."""
