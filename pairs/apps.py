from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "pairs"
    label = "pairs"
    verbose_name = "Пары и группы"

    def ready(self):
        from . import contributions

        contributions.register()
