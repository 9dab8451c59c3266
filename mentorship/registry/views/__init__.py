"""Pages of the bases, of choosing mentors, of topics and of trainings."""
