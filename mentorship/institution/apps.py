from django.apps import AppConfig


class InstitutionConfig(AppConfig):
    name = "mentorship.institution"
    label = "institution"
    verbose_name = "Учреждение и справочники"

    def ready(self):
        from . import contributions

        contributions.register()
