"""Make the demo year in an empty portal, or print its sign-ins."""

import json
import os

from django.conf import settings
from django.core.management.base import BaseCommand

from mentorship.portal.demo import story


class Command(BaseCommand):
    help = "Makes an invented kindergarten in the middle of its year; does nothing where there are data already."

    def add_arguments(self, parser):
        parser.add_argument(
            "--print-logins", action="store_true", help="print one sign-in per role and do nothing else"
        )

    def handle(self, *args, **options):
        path = settings.DATA_DIR / "demo_logins.json"  # random at each installation, readable by its owner alone
        if options["print_logins"]:
            self.print_logins(path)
        elif story.is_told():
            self.stdout.write("Данные уже есть: демонстрационный год не создаётся.")
        else:
            self.stdout.write("Создаю демонстрационный год…")
            logins = story.tell()
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(logins, file, ensure_ascii=False)

    def print_logins(self, path):
        if not path.exists():
            return
        self.stdout.write("Демонстрационные входы (имя, пароль, кто это):")
        for username, (password, name) in json.loads(path.read_text(encoding="utf-8")).items():
            self.stdout.write(f"  {username:<10} {password:<16} {name}")
