from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    label = "monitoring"
    verbose_name = "Мониторинг и отчёты"

    def ready(self):
        from . import contributions, subject_data

        contributions.register()
        subject_data.register()
