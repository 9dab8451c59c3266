"""The papers of monitoring: the annual report."""

from .annual_report import NO_DATA, TITLE, build, day_of, gate, has_data, notes, stages_of, title_of

__all__ = ["NO_DATA", "TITLE", "build", "day_of", "gate", "has_data", "notes", "stages_of", "title_of"]
