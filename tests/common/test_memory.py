"""The server hides what it has loaded from the garbage collector before its first request."""

import gc

from mentorship.common.memory import settle


def test_what_is_loaded_is_walked_through_no_more():
    before, thresholds = gc.get_freeze_count(), gc.get_threshold()
    try:
        settle()
        assert gc.get_freeze_count() > before + 10_000
        assert gc.get_threshold()[0] > thresholds[0]
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
