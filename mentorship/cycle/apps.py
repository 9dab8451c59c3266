from django.apps import AppConfig


class CycleConfig(AppConfig):
    name = "mentorship.cycle"
    label = "cycle"
    verbose_name = "Дорожная карта"

    def ready(self):
        from . import contributions

        contributions.register()
