from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "mentorship.registry"
    label = "registry"
    verbose_name = "Базы наставников и наставляемых"

    def ready(self):
        from . import contributions, subject_data

        contributions.register()
        subject_data.register()
