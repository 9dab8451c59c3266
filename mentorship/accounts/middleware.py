"""How long a session lives, and the first thing a new account must do."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse

from . import journal

STAMP_EVERY = 60  # seconds: a session is a database row, not written on each request


class SessionAgeMiddleware:
    """Ends a session after 30 minutes of silence or 12 hours in all (УПД.10, trust.md 3.10)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now, session = int(time.time()), request.session
            started, seen = session.setdefault("started_at", now), session.setdefault("seen_at", now)
            too_old = now - started > settings.SESSION_ABSOLUTE.total_seconds()
            if too_old or now - seen > settings.SESSION_IDLE.total_seconds():
                logout(request)
            elif now - seen >= STAMP_EVERY:
                session["seen_at"] = now
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class PasswordChangeMiddleware:
    """Lets a user with a one-time password go nowhere but to the page where he sets his own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.must_change_password:
            allowed = {reverse("accounts:set_password"), reverse("accounts:logout")}
            if request.path not in allowed:
                return redirect("accounts:set_password")
        return self.get_response(request)


class JournalMiddleware:
    """Writes a line of the journal of access for each page that an app has named (РСБ.1–3, law.md 2.7).

    A refusal is written down too. Pages of the registries (Django admin) are all watched: they show records as they are.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        known = request.resolver_match is not None and request.user.is_authenticated
        if known and (page := journal.page_of(request)) is not None:
            told = getattr(request, "journal", {})
            journal.record(
                request.user,
                page.action_of(request),
                page.what,
                request=request,
                subject=told.get("subject") or page.subject_of(request.resolver_match.kwargs),
                rows=told.get("rows", getattr(request, "shown_rows", None)),
                allowed=response.status_code < 400,
            )
        return response
