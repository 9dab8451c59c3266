"""``manage.py forget_again``: run after a backup was restored, destroys once more what had been destroyed."""

from django.core.management.base import BaseCommand

from mentorship.people import workflow


class Command(BaseCommand):
    help = "Destroys again the personal data that a restored backup brought back, by the list beside the database."

    def handle(self, *args, **options):
        self.stdout.write(f"Снова уничтожены данные участников: {len(workflow.forget_again())}.")
