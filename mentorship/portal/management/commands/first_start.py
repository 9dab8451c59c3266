"""Print how to begin with an empty portal."""

from django.core.management.base import BaseCommand

from mentorship.portal.first_start import start_code


class Command(BaseCommand):
    help = "Prints the address and the one-time code of the first start, as long as there is no account."

    def handle(self, *args, **options):
        code = start_code()
        if code is None:
            self.stdout.write("Портал уже настраивали: войдите под своим именем.")
        else:
            self.stdout.write(f"Первый запуск: откройте портал в браузере и введите код {code}")
