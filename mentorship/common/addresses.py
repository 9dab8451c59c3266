"""Addresses of pages, found once by the process.

A list of fifty rows names two hundred of them, and Django looks each up anew: a tenth of the page's time. An address
depends on the name and the keys alone, so what was found stays true as long as the process lives.
"""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

MOST = 8192


def address(name, *keys):
    """The address of the page ``name`` («pairs:bond») of the record with these ``keys``, as ``reverse`` gives it."""
    return _found(get_script_prefix(), name, keys)


@lru_cache(maxsize=MOST, typed=True)
def _found(prefix, name, keys):
    return reverse(name, args=keys)
