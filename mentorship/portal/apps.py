from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "mentorship.portal"
    label = "portal"
    verbose_name = "Портал"

    def ready(self):
        from . import contributions

        contributions.register()
