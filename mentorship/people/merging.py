"""What the apps above say when two cards are to become one.

An app contributes a check to ``merge_checks``: ``check(kept, gone)`` gives the obstacles as ``Missing``, each with the
page where it is mended. Rows that would break a unique constraint need no check: the merge itself finds them.
"""

from mentorship.common.registry import Registry

merge_checks = Registry()
