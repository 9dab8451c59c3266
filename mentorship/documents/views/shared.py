"""What the pages of papers share: the paper this user may see, and its page."""

from django.shortcuts import get_object_or_404, render

from .. import kinds, permissions, resent, screens, wording, workflow
from ..forms import ChangeForm, RegisterForm, RemarkForm, ScanForm, SignForm, StorageForm
from ..models import Acquaintance, Paper, SeriesRule


def get_paper(request, pk):
    """The paper that this user may see, else 404."""
    people = ("prepared_by", "signed_by", "registered_by", "printed_by", "scanned_by", "wording")
    seen = Paper.objects.visible_to(request.user).select_related("pdf", "scan", *people)
    return get_object_or_404(seen, pk=pk)


def paper_page(request, shown, *, refusal=None, status=200, **forms):
    """The page of a paper; ``forms`` come back as they were typed, ``refusal`` is why an act was not done."""
    user, closed = request.user, _closed(shown)
    context = {
        "paper": shown,
        "kind": kinds.title(shown.kind),
        "has_answers": kinds.get(shown.kind).form is not None,
        "chip": screens.CHIPS[shown.state],
        "sheet": screens.sheet(shown),
        "sha256": screens.grouped(shown.pdf_sha256),
        "refusal": refusal,
        "subject": shown.subject,
        "closed": closed,
        "may_edit": permissions.can_prepare(user, shown),
        "may_take_back": permissions.can_take_back(user, shown),
        "may_print": permissions.can_print(user, shown),
        "may_see_wording": permissions.can_see_rules(user),
        "newer": wording.newer(shown) if permissions.can_prepare(user, shown) else None,
        "standing": screens.standing(shown),
        "changes": shown.changes.select_related("changed"),
        "mine": Acquaintance.objects.to_tap(user).filter(paper=shown).exists(),
    }
    if permissions.can_see_course(user):
        context |= {"course": screens.course(shown), "days": screens.days(shown)}
        context |= {"gate": screens.gate(shown), "notes": screens.notes(shown), "sheet_of": screens.read_by(shown)}
        context["again"] = resent.of([shown]).get(shown.pk)
    return render(request, "documents/detail.html", context | _verbs(user, shown, closed) | forms, status=status)


def _closed(shown):
    """Why a paper that is not issued yet will not be, empty if it may be."""
    return "" if shown.is_frozen else kinds.get(shown.kind).refusal(shown.subject)


def _verbs(user, shown, closed):
    """Forms of what this user may do with the paper now."""
    found = {}
    if permissions.can_sign(user, shown) and not closed:
        found |= {"sign_form": SignForm(paper=shown), "numbering": workflow.numbering(shown)}
    if permissions.can_return(user, shown):
        found["remark_form"] = RemarkForm(paper=shown)
    if permissions.can_register(user, shown):
        found |= {"register_form": register_form(shown), "numbering": workflow.numbering(shown)}
    if permissions.can_prepare(user, shown) and not closed:
        found["change_form"] = ChangeForm(paper=shown, user=user)
    if permissions.can_attach_scan(user, shown):
        found["scan_form"] = ScanForm(paper=shown)
    if permissions.can_keep(user, shown):
        found["storage_form"] = StorageForm(instance=shown)
    return found


def register_form(paper, data=None, asks=()):
    """The form that the rule of the paper's row asks for."""
    rule = SeriesRule.of(kinds.get(paper.kind).series)
    return RegisterForm(data, paper=paper, rule=rule, next_number=workflow.next_number(paper), asks=asks)
