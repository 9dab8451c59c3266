"""Words that accounts need from above: the forms of mentoring an organiser may answer for.

The dictionary lies in ``institution``, above accounts; its ``contributions.py`` hands the source down.
"""

_sources = []


def register(source):
    """``source()`` gives (code, title) pairs."""
    _sources.append(source)


def forms_of_mentoring():
    """All (code, title) pairs of the forms the institution uses."""
    return [pair for source in _sources for pair in source()]
