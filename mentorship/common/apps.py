from functools import cache

from django.apps import AppConfig
from simple_history.manager import HistoryManager

# The library makes this class anew whenever ``.history`` is looked at: a third of a millisecond of each save.
HistoryManager.from_queryset = cache(HistoryManager.from_queryset)


class CommonConfig(AppConfig):
    name = "mentorship.common"
    label = "common"
    verbose_name = "Общее"

    def ready(self):
        from . import days

        days.register()
