"""``manage.py daily_work``: run before the worker starts, which then goes on with it once a day."""

from django.core.management.base import BaseCommand

from mentorship.common import daily


class Command(BaseCommand):
    help = "Does the work of a day: erases what the law wants erased, sessions that are over. Orders the next day's."

    def handle(self, *args, **options):
        daily.do_daily_work.func()
