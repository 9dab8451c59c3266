"""What a page has been asked: the right to it, the numbers in its address, the field that was refused."""

from django.core.exceptions import PermissionDenied


def must(allowed, why=""):
    """403 unless ``allowed``; ``why`` it is not may be told in words of its own."""
    if not allowed:
        raise PermissionDenied(why)


def refuse(form, error, names=None):
    """Say a ``WorkflowError`` at the field that it names, above the form where there is no such field.

    Args:
        names: {argument of the act: field of the form}, where they are called otherwise.
    """
    field = (names or {}).get(error.field, error.field)
    form.add_error(field if field in form.fields else None, str(error))


def numbers(values):
    """Primary keys typed into an address or a form; whatever is no number is left out."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]


def number(text, other=0):
    """The whole number of a field that the page fills itself; ``other`` if somebody has spoilt it."""
    return next(iter(numbers([text])), other)
