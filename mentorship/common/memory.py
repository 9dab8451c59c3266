"""What a process that answers requests does with its memory before the first of them."""

import gc

from django.urls import get_resolver

YOUNG = 50_000  # objects


def settle():
    """Hide all that is loaded from the garbage collector; called once, by ``wsgi.py`` and by the bench alike.

    The collector walks through all living objects whenever enough new ones have piled up, in the middle of somebody's
    page. A hundred thousand of them are modules, models and views that live as long as the process: they are not walked
    through again. A page of figures makes thousands of rows that die with it: one look at all of them is cheaper than a
    look at each seven hundred.
    """
    get_resolver().url_patterns  # noqa: B018 – views and forms are loaded here, not by the first request
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
