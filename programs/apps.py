from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    label = "programs"
    verbose_name = "Персонализированные программы"

    def ready(self):
        from . import contributions

        contributions.register()
