from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mentorship.people"
    label = "people"
    verbose_name = "Люди и согласия"

    def ready(self):
        from . import contributions, data_contributions

        contributions.register()
        data_contributions.register()
