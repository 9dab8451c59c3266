"""Sign-in, one's own profile, accounts and roles."""

import segno
from axes.decorators import axes_dispatch
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common.paging import page_of
from mentorship.common.workflow import WorkflowError

from . import choices, invitation, permissions, workflow
from .forms import AccountForm, CodeForm, PasswordForm, RoleForm, SignInForm
from .models import RoleGrant, User

BACKEND = "mentorship.accounts.backends.RoleBackend"


@login_not_required
def sign_in(request):
    """Name and password; the page also leads to the code from a slip."""
    view = LoginView.as_view(
        template_name="accounts/login.html", authentication_form=SignInForm, redirect_authenticated_user=True
    )
    return view(request)


@require_POST
@login_not_required
def sign_out(request):
    """End this session; the browser forgets what it kept of the pages."""
    logout(request)
    response = redirect("accounts:login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
@sensitive_post_parameters("code")
@axes_dispatch
def access(request):
    """Enter by the code from a printed slip: GET shows the form and changes nothing, POST uses the code up."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = workflow.redeem(form.cleaned_data["code"])
        except WorkflowError as error:
            form.add_error("code", str(error))
        else:
            login(request, user, backend=BACKEND)
            return redirect("accounts:set_password")
    return render(request, "accounts/access.html", {"form": form})


@sensitive_post_parameters("password", "repeat")
def set_password(request):
    """One's own password: the first one after a slip, or a new one at any time."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = workflow.set_password(request.user, form.cleaned_data["password"])
        update_session_auth_hash(request, user)
        messages.success(request, "Пароль сохранён. На других устройствах выполнен выход.")
        return redirect("portal:home")
    return render(request, "accounts/set_password.html", {"form": form})


@require_GET
def profile(request):
    """Who I am for the portal: names, roles, ways to change the password and to sign out everywhere."""
    grants = RoleGrant.objects.in_force().filter(user=request.user)
    return render(request, "accounts/profile.html", {"grants": grants})


@require_POST
def sign_out_everywhere(request):
    """End all sessions of this account, this one included."""
    workflow.end_sessions(request.user, by=request.user)
    logout(request)
    messages.success(request, "Вы вышли на всех устройствах.")
    return redirect("accounts:login")


@require_http_methods(["GET", "POST"])
def notices(request):
    """What is behind the bell; POST marks everything as read."""
    if request.method == "POST":
        workflow.read_notices(request.user)
        return redirect("accounts:notices")
    return render(request, "accounts/notices.html", {"page": page_of(request, request.user.notices.all())})


@require_GET
def account_list(request):
    """All accounts with their roles, found by any part of a name."""
    if not permissions.can_list(request.user):
        raise PermissionDenied
    query = request.GET.get("q", "")
    users = User.objects.search(query).prefetch_related(Prefetch("role_grants", RoleGrant.objects.in_force()))
    context = {
        "page": page_of(request, users),
        "q": query,
        "can_manage": permissions.can_manage(request.user),
    }
    return render(request, "accounts/list.html", context)


def account_add(request):
    """Make an account; the slip is printed from its page."""
    if not permissions.can_manage(request.user):
        raise PermissionDenied
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = workflow.create_account(by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Учётная запись создана. Выдайте листок доступа.")
            return redirect("accounts:account", user.pk)
    return render(request, "accounts/add.html", {"form": form})


def _account(request, pk):
    if not permissions.can_list(request.user):
        raise PermissionDenied
    return get_object_or_404(User, pk=pk)


def account(request, pk):
    """One account: roles with dates, slip, block. POST gives a role."""
    user = _account(request, pk)
    can_manage = permissions.can_manage(request.user)
    form = RoleForm(request.POST or None, forms_of_mentoring=choices.forms_of_mentoring())
    if request.method == "POST":
        if not can_manage:
            raise PermissionDenied
        if form.is_valid():
            try:
                workflow.grant_role(user, by=request.user, **form.cleaned_data)
            except WorkflowError as error:
                form.add_error(None, str(error))
            else:
                return redirect("accounts:account", user.pk)
    context = {
        "account": user,
        "grants": user.role_grants.order_by("-starts_on"),
        "form": form,
        "can_manage": can_manage,
        "can_issue_slip": permissions.can_issue_slip(request.user, user),
    }
    return render(request, "accounts/account.html", context)


@require_POST
def role_end(request, pk):
    """End a role today."""
    if not permissions.can_manage(request.user):
        raise PermissionDenied
    grant = get_object_or_404(RoleGrant, pk=pk)
    try:
        workflow.end_role(grant, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    return redirect("accounts:account", grant.user_id)


@require_POST
def account_active(request, pk):
    """Open or block the sign-in."""
    user = _account(request, pk)
    if not permissions.can_manage(request.user):
        raise PermissionDenied
    try:
        workflow.set_active(user, active=not user.is_active, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    return redirect("accounts:account", user.pk)


@require_POST
def slip(request, pk):
    """Issue a one-time access and show the printable slip: the code is seen only now."""
    user = _account(request, pk)
    if not permissions.can_issue_slip(request.user, user):
        raise PermissionDenied
    try:
        code = workflow.issue_slip(user, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect("accounts:account", user.pk)
    address = request.build_absolute_uri(reverse("accounts:access"))
    days, grouped = user.slips.model.LIFETIME_DAYS, workflow.grouped(code)
    letter = invitation.letter(user, request.institution, address=address, code=code, grouped=grouped, days=days)
    context = {
        "account": user,
        "code": grouped,
        "address": address,
        "qr": segno.make(f"{address}#{code}", error="m").svg_data_uri(scale=4, border=2),
        "days": days,
        "letter": letter,
        "mail_link": invitation.mail_link(user, request.institution, letter),
    }
    return render(request, "accounts/slip.html", context)
