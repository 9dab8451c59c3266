from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "pairs"
    label = "pairs"
    verbose_name = "Пары и группы"

    def ready(self):
        from . import contributions, subject_data

        contributions.register()
        subject_data.register()
