"""The first-start wizard: account, card, accounts, model."""

from axes.decorators import axes_dispatch
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from mentorship.accounts.models import Role, User
from mentorship.accounts.views import BACKEND
from mentorship.common.workflow import WorkflowError
from mentorship.cycle import presets
from mentorship.cycle.workflow import open_cycle
from mentorship.institution import workflow as institution
from mentorship.institution.forms import CardForm
from mentorship.institution.models import Institution

from . import first_start
from .start_forms import AccountsForm, FirstAccountForm, ModelForm

STEPS = ["Администратор", "Учреждение", "Доступ", "Модель"]


def _page(request, step, form, **context):
    context |= {"form": form, "step": step, "steps": list(enumerate(STEPS, 1))}
    return render(request, f"portal/start_{step}.html", context)


@login_not_required
@sensitive_post_parameters("password", "code")
@axes_dispatch
def start(request):
    """Step 1, or the step that comes next for who has signed in."""
    if not first_start.is_open() or request.user.is_authenticated:
        if first_start.is_open() and not first_start.may_go_on(request.user):
            raise PermissionDenied
        return redirect(first_start.next_step(request.user) if first_start.is_open() else "portal:home")
    if User.objects.exists():
        return redirect("accounts:login")
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = first_start.first_account(**form.cleaned_data)
        except WorkflowError as error:
            form.add_error("code", str(error))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            login(request, user, backend=BACKEND)
            return redirect("portal:start_card")
    return _page(request, 1, form)


def _must_walk(request):
    if not first_start.may_go_on(request.user):
        raise PermissionDenied


def start_card(request):
    """Step 2: the institution's card."""
    _must_walk(request)
    form = CardForm(request.POST or None, instance=Institution.load(), verb="Дальше")
    if request.method == "POST" and form.is_valid():
        try:
            institution.save_card(form.instance, by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            first_start.prepare_dictionaries()
            return redirect("portal:start_accounts")
    return _page(request, 2, form)


def start_accounts(request):
    """Step 3: the head and the curator."""
    _must_walk(request)
    if User.objects.holding(Role.DIRECTOR).exists():
        return redirect("portal:start_model")
    card = Institution.load()
    head = " ".join(filter(None, [card.head_last_name, card.head_first_name, card.head_patronymic]))
    needs_curator = not User.objects.holding(Role.CURATOR).exists()
    form = AccountsForm(request.POST or None, initial={"director": head}, needs_curator=needs_curator)
    if request.method == "POST" and form.is_valid():
        try:
            first_start.make_accounts(form.rows(), by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect("portal:start_model")
    return _page(request, 3, form)


def start_model(request):
    """Step 4: the preset is copied into the institution's own roadmap, and the portal opens."""
    _must_walk(request)
    form = ModelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                open_cycle(by=request.user, **form.chosen())
                if named := presets.load(form.cleaned_data["preset"]).forms:
                    institution.use_forms(named)
                institution.finish_start(by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Портал открыт. Выдайте листки доступа и загрузите список сотрудников.")
            return redirect("portal:home")
    return _page(request, 4, form, models=presets.available())
