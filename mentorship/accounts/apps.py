from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mentorship.accounts"
    label = "accounts"
    verbose_name = "Учётные записи"

    def ready(self):
        from . import contributions

        contributions.register()
