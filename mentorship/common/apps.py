from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "mentorship.common"
    label = "common"
    verbose_name = "Общее"
