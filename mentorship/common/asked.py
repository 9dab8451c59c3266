"""What a page has been asked: the right to it and the numbers in its address."""

from django.core.exceptions import PermissionDenied


def must(allowed):
    """403 unless ``allowed``."""
    if not allowed:
        raise PermissionDenied


def numbers(values):
    """Primary keys typed into an address or a form; whatever is no number is left out."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]


def number(text, other=0):
    """The whole number of a field that the page fills itself; ``other`` if somebody has spoilt it."""
    return next(iter(numbers([text])), other)
