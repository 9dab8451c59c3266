"""What one page asks several times is asked of the database once.

The one place where anything is remembered between two calls, and only while a page is read: a request that may write
(POST) remembers nothing, nor do commands, background work and tests that call a function straight. So what is shown
is never older than the request itself.
"""

from contextvars import ContextVar
from functools import wraps

READING = ("GET", "HEAD")

_known = ContextVar("known", default=None)


class MemoMiddleware:
    """Opens the memory of a request that only reads, and forgets it with the answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in READING:
            return self.get_response(request)
        token = _known.set({})
        try:
            return self.get_response(request)
        finally:
            _known.reset(token)


def once_a_page(function):
    """Let ``function`` run once a page for the same arguments; they are hashable, and nobody changes what it gives."""

    @wraps(function)
    def remembered(*args):
        known = _known.get()
        if known is None:
            return function(*args)
        key = (function, *args)
        if key not in known:
            known[key] = function(*args)
        return known[key]

    return remembered
