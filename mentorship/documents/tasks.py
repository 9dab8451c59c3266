"""What the worker does with papers; thin: ids in, workflow called."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from django_tasks import task

from mentorship.institution.models import Institution

from . import workflow, works
from .models import BackgroundWork, Paper


@task()
def make_pdf(paper_id):
    """Render and keep the PDF of an issued paper."""
    with timezone.override(ZoneInfo(Institution.load().time_zone)):
        workflow.keep_pdf(Paper.objects.get(pk=paper_id))


@task()
def run_work(work_id):
    """Do one background work."""
    with timezone.override(ZoneInfo(Institution.load().time_zone)):
        works.run(BackgroundWork.objects.select_related("owner").get(pk=work_id))
