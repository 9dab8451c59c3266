from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DocumentsConfig(AppConfig):
    name = "mentorship.documents"
    label = "documents"
    verbose_name = "Документы"

    def ready(self):
        from . import contributions, triggers

        contributions.register()
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="paper_triggers")
