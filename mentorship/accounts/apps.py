from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "mentorship.accounts"
    label = "accounts"
    verbose_name = "Учётные записи"

    def ready(self):
        from . import contributions, journal

        contributions.register()
        post_migrate.connect(journal.install_triggers, sender=self, dispatch_uid="journal_triggers")
