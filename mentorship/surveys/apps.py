from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "mentorship.surveys"
    label = "surveys"
    verbose_name = "Анкеты"

    def ready(self):
        from . import contributions, subject_data

        contributions.register()
        subject_data.register()
