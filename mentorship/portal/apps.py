from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "mentorship.portal"
    label = "portal"
    verbose_name = "Портал"

    def ready(self):
        from . import contributions

        contributions.register()


class RegistryConfig(AdminConfig):
    """Django's admin with the portal's own site."""

    default_site = "mentorship.portal.registry_site.RegistrySite"
