"""``manage.py repair_work``: run before the worker starts, picks up what a killed one left behind."""

from django.core.management.base import BaseCommand

from mentorship.documents import works


class Command(BaseCommand):
    help = "Puts tasks of a dead worker back into the queue and orders the PDFs that issued papers lack."

    def handle(self, *args, **options):
        self.stdout.write(f"Возвращено в очередь: {works.requeue()}, заказано PDF: {works.order_missing_pdfs()}.")
