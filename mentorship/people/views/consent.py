"""One consent: its sheet, the signature, the scan, the withdrawal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.accounts import journal
from mentorship.common.asked import must, refuse
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError
from mentorship.documents import files
from mentorship.documents.pdf import preview

from .. import papers, permissions, withdrawal, workflow
from ..consent_forms import DropForm, ScanForm, SignForm, WithdrawForm
from ..models import Consent, DataTask, PictureUse, PublicField
from .shared import has_order_18_ended, why_soon


@require_GET
def consent(request, pk):
    """One consent: how it stands, its sheet, what may be done."""
    return _show(request, _visible(request, pk))


def _show(request, shown, *, sign_form=None, scan_form=None, drop_form=None, status=200):
    can_keep = permissions.can_keep_consents(request.user)
    takes_signature = can_keep and not shown.withdrawn_on  # signed ones take corrections
    code, words = shown.status()
    context = {
        "consent": shown,
        "person": shown.person,
        "code": code,
        "words": words,
        "public_fields": _labels(PublicField, shown.details.get("fields", [])),
        "picture_uses": _labels(PictureUse, shown.details.get("uses", [])),
        "renew_by": why_soon(shown) if code == "in_force" and shown.grows_up_on == shown.renew_by else "",
        "order_18_ended": shown.kind == Consent.Kind.PUBLICATION and has_order_18_ended(),
        "urls": shown.details.get("urls", []),
        "signers": shown.signers(),
        "sheet": preview(*papers.paper_of(shown)[:2]),
        "can_keep": can_keep,
        "sign_form": (sign_form or SignForm(consent=shown)) if takes_signature else None,
        "drop_form": (drop_form or DropForm()) if can_keep and shown.is_awaited else None,
        "scan_form": (scan_form or ScanForm()) if can_keep and shown.signed_on else None,
        "history": shown.history.select_related("history_user")[:30] if can_keep else [],
    }
    return render(request, "people/consent.html", context, status=status)


def _labels(choices, chosen):
    return [choices(name).label for name in chosen if name in choices]


@require_POST
def sign(request, pk):
    """Mark a consent signed on paper, with its scan if there is one."""
    shown = _kept(request, pk)
    if shown.signed_on:  # two people at one sheet, or the same press twice
        messages.warning(request, f"Согласие уже отмечено подписанным {date_digits(shown.signed_on)}.")
        return redirect(shown)
    return _say_of_signature(request, shown, workflow.sign_consent, f"Согласие № {shown.number} отмечено подписанным.")


@require_POST
def correct(request, pk):
    """Correct what was said of the signature: the day, the giver, the ticks."""
    shown = _kept(request, pk)
    return _say_of_signature(request, shown, workflow.correct_signature, "Запись о подписи исправлена.")


def _say_of_signature(request, shown, act, done):
    form = SignForm(request.POST, request.FILES, consent=shown)
    if not form.is_valid():
        return _show(request, shown, sign_form=form)
    try:
        upload = form.cleaned_data.get("scan")
        scan = files.store_scan(upload, by=request.user) if upload else None
        act(shown, by=request.user, scan=scan, **form.values)
    except ValidationError as error:
        form.add_error("scan", error)
    except WorkflowError as error:
        refuse(form, error, {kept: own for own, kept in form.ticked.items()})
    else:
        messages.success(request, done)
        return redirect(shown)
    return _show(request, _visible(request, shown.pk), sign_form=form)


@require_POST
def unsign(request, pk):
    """Take back a mark of the signature that was set by mistake."""
    shown = _kept(request, pk)
    had_scan = shown.scan_id
    try:
        workflow.unsign_consent(shown, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        where = " Скан ждёт в «Разобрать сканы»." if had_scan else ""
        messages.success(request, f"Отметка о подписи снята.{where}")
    return redirect(shown)


@require_POST
def drop(request, pk):
    """Cancel a printed sheet that nobody will sign."""
    shown = _kept(request, pk)
    form = DropForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, drop_form=form)
    try:
        workflow.drop_blank(shown, reason=form.cleaned_data["reason"], by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Бланк согласия № {shown.number} отменён.")
    return redirect(shown)


@require_POST
def attach(request, pk):
    """Attach or replace the scan of the signed sheet."""
    shown = _kept(request, pk)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            workflow.attach_scan(shown, files.store_scan(form.cleaned_data["scan"], by=request.user), by=request.user)
        except ValidationError as error:
            form.add_error("scan", error)
        else:
            messages.success(request, "Скан приложен.")
            return redirect(shown)
    return _show(request, shown, scan_form=form)


def withdraw(request, pk):
    """The withdrawal on one page: before it what stops and what stays, after it the terms and what is left to do."""
    shown = _kept(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.withdraw_consent(shown, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, f"Согласие № {shown.number} отозвано. Сроки – на этой странице и в «Сегодня».")
            return redirect("people:consent_withdraw", shown.pk)
    return render(request, "people/withdraw.html", _after_withdrawal(_visible(request, pk)) | {"form": form})


def _after_withdrawal(consent):
    """What the page tells: what stops, what stays, by which day."""
    tasks = consent.tasks.open().select_related("consent") if consent.withdrawn_on else []
    duties = [] if consent.withdrawn_on else withdrawal.duties(consent, timezone.localdate())
    return {
        "consent": consent,
        "same": [] if consent.withdrawn_on else withdrawal.same(consent),
        "stops": withdrawal.what_stops(consent),
        "stays": withdrawal.what_stays() if consent.kind == Consent.Kind.PROCESSING else [],
        "duties": [(DataTask.Kind(kind).label, day) for kind, day in duties],
        "clocks": [withdrawal.clock(task) for task in tasks],
        "can_keep": True,
    }


@require_GET
def pdf(request, pk):
    """The sheet for the printer, as it was printed first."""
    from mentorship.documents.pdf import render as render_pdf  # slow import

    shown = _visible(request, pk)
    blocks, layout, title = papers.paper_of(shown)
    content = render_pdf(blocks, layout, title=title, code=papers.code_of(shown))
    return files.response(content, name=papers.file_name(shown, "pdf"), content_type=files.PDF, inline=True)


@require_GET
def docx(request, pk):
    """The same sheet as DOCX."""
    from mentorship.documents import docx_writer  # slow import

    shown = _visible(request, pk)
    blocks, layout, title = papers.paper_of(shown)
    content = docx_writer.render(blocks, layout, title=title, code=papers.code_of(shown))
    return files.response(content, name=papers.file_name(shown, "docx"), content_type=files.DOCX)


@require_GET
def scan(request, pk):
    """The scan of the signed sheet."""
    shown = get_object_or_404(
        Consent.objects.visible_to(request.user).select_related("scan"), pk=pk, scan__isnull=False
    )
    journal.note(request, subject=shown.person_id)
    return files.kept(request, shown.scan, back=shown)


def _visible(request, pk):
    """The consent if this user may see it, else 404."""
    visible = Consent.objects.visible_to(request.user).select_related("person__unit", "guardian", "scan")
    found = get_object_or_404(visible, pk=pk)
    journal.note(request, subject=found.person_id)
    return found


def _kept(request, pk):
    found = _visible(request, pk)
    must(permissions.can_keep_consents(request.user))
    return found
