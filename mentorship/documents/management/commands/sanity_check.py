"""``manage.py sanity_check``: is every number, frozen paper and file whole?"""

from django.core.management.base import BaseCommand, CommandError

from mentorship.documents import sanity


class Command(BaseCommand):
    help = "Checks numbers, issued papers, stored files and triggers; names each damage and exits with 1."

    def handle(self, *args, **options):
        found = sanity.damages()
        for damage in found:
            self.stderr.write(damage)
        if found:
            raise CommandError(f"Найдено повреждений: {len(found)}.")
        self.stdout.write("Номера, документы и файлы целы.")
