"""What the pages of papers share: the paper this user may see, its page, its files."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from .. import files, kinds, permissions, screens
from ..forms import RemarkForm, ScanForm, SignForm
from ..models import Paper

LOST = "Файл на диске не найден или повреждён. Сообщите администратору: его вернут из резервной копии."


def get_paper(request, pk):
    """The paper that this user may see, else 404."""
    seen = Paper.objects.visible_to(request.user).select_related("prepared_by", "signed_by", "pdf", "scan")
    return get_object_or_404(seen, pk=pk)


def paper_page(request, shown, *, refusal=None, status=200, **forms):
    user = request.user
    context = {
        "paper": shown,
        "kind": kinds.title(shown.kind),
        "chip": screens.CHIPS[shown.state],
        "sheet": screens.sheet(shown),
        "sha256": screens.grouped(shown.pdf_sha256),
        "refusal": refusal,
        "subject": shown.subject,
        "may_edit": permissions.can_prepare(user, shown),
        "may_take_back": permissions.can_take_back(user, shown),
    }
    if permissions.can_see_course(user):
        context |= {"course": screens.course(shown), "gate": screens.gate(shown), "notes": screens.notes(shown)}
    if permissions.can_sign(user, shown):
        context |= {"sign_form": SignForm(paper=shown), "remark_form": RemarkForm(paper=shown)}
    if permissions.can_attach_scan(user, shown):
        context["scan_form"] = ScanForm(paper=shown)
    return render(request, "documents/detail.html", context | forms, status=status)


def kept_file(request, found, stored, name):
    try:
        content = stored.read()
    except OSError:
        messages.error(request, LOST)
        return redirect(found)
    return files.response(content, name=name, content_type=stored.content_type, inline=True)
