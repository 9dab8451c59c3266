"""One way to time a call."""

import time


def timed(act):
    """(seconds, result) of one call."""
    started = time.perf_counter()
    result = act()
    return time.perf_counter() - started, result
