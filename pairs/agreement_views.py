"""Pages of agreements signed outside the portal: enter one, correct it, take it away, read its scan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from mentorship.common.asked import must
from mentorship.common.russian import date_digits
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.documents import files

from . import outside_agreements, permissions
from .agreement_forms import OutsideAgreementForm, RemovalForm
from .models import Agreement, Bond


def enter(request, pk):
    """Write down an agreement that the mentor of a pair has signed on paper."""
    bond = get_object_or_404(Bond.objects.visible_to(request.user).with_people(), pk=pk)
    must(permissions.can_enter_agreement(request.user, bond))
    first = {"starts_on": bond.starts_on, "ends_on": bond.ends_on}
    form = OutsideAgreementForm(request.POST or None, request.FILES or None, bond=bond, initial=first)

    def write(terms):
        outside_agreements.enter(bond, by=request.user, **terms)

    return _page(request, form, write, {"bond": bond, "heading": "Соглашение, подписанное вне портала"})


def change(request, pk):
    """Correct what was entered, attach the scan."""
    agreement = _visible(request, pk)
    bond = agreement.bond
    must(permissions.can_enter_agreement(request.user, bond))
    first = {name: getattr(agreement, name) for name in OutsideAgreementForm.base_fields if name != "scan"}
    form = OutsideAgreementForm(request.POST or None, request.FILES or None, bond=bond, initial=first)

    def write(terms):
        outside_agreements.change(agreement, version=form.cleaned_data["version"], by=request.user, **terms)

    return _page(request, form, write, {"bond": bond, "agreement": agreement, "heading": "Изменить соглашение"})


def _page(request, form, write, context):
    if request.method == "POST" and form.is_valid():
        try:
            write(form.terms() | _kept_scan(request))
        except ValidationError as error:
            form.add_error("scan", error)
        except Conflict as error:
            _take_version(form, error)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Соглашение внесено: оно считается в готовности пары и в приказе о выплате.")
            return redirect(context["bond"])
    return render(request, "pairs/agreement.html", context | {"form": form})


def _take_version(form, error):
    """Whoever has read what another changed may press once more."""
    form.data = form.data.copy()
    form.data["version"] = str(error.current.version)
    form.add_error(None, f"{error} Сейчас записано: {error.current}.")


def _kept_scan(request):
    upload = request.FILES.get("scan")
    return {"scan": files.store_scan(upload, by=request.user)} if upload else {}


def remove(request, pk):
    """Take away what was entered by mistake."""
    agreement = _visible(request, pk)
    bond = agreement.bond
    must(permissions.can_enter_agreement(request.user, bond))
    form = RemovalForm(request.POST or None, initial={"version": agreement.version})
    if request.method == "POST" and form.is_valid():
        try:
            outside_agreements.remove(agreement, **form.cleaned_data, by=request.user)
        except Conflict as error:
            _take_version(form, error)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Соглашение удалено. Причина осталась в истории пары.")
            return redirect(bond)
    context = {
        "bond": bond,
        "form": form,
        "heading": "Удалить соглашение",
        "question": f"Удалить соглашение №\u00a0{agreement.number} от {date_digits(agreement.signed_on)}?",
        "text": "Удаляют внесённое по ошибке: не той паре, дважды. Ошибку в номере, сроке или выплате исправляют. "
        "Без действующего соглашения в готовности пары снова будет не хватать бумаги.",
        "verb": "Удалить",
    }
    return render(request, "pairs/confirm.html", context)


@require_safe
def scan(request, pk):
    """The scan as it was attached."""
    agreement = _visible(request, pk)
    if agreement.scan is None:
        raise Http404
    return files.kept(request, agreement.scan, back=agreement.bond)


def _visible(request, pk):
    """An agreement entered by hand that this user may read."""
    bonds = Bond.objects.visible_to(request.user)
    found = Agreement.objects.filter(paper=None, bond__in=bonds).select_related("bond__form", "scan")
    agreement = get_object_or_404(found, pk=pk)
    if not permissions.can_read_agreement(request.user, agreement):
        raise Http404
    return agreement
