"""The queue of the tests: background works are done at once, the PDFs of issued papers wait for a worker."""

from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend

MAKE_PDF = "mentorship.documents.tasks.make_pdf"  # not imported: tasks look for their queue as they are declared
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


class Queue(ImmediateBackend):
    """As the portal is in the first second after a signature; printing would take most of the time of the tests.

    A test that reads the PDF of an issued paper asks for the fixture ``worker``.
    """

    def __init__(self, alias, params):
        super().__init__(alias, params)
        self.waiting = DummyBackend(alias, params)

    def enqueue(self, task, args, kwargs):
        if task.module_path == MAKE_PDF:
            return self.waiting.enqueue(task, args, kwargs)
        return super().enqueue(task, args, kwargs)
