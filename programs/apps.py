from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    label = "programs"
    verbose_name = "Персонализированные программы"

    def ready(self):
        from . import contributions, subject_data

        contributions.register()
        subject_data.register()
