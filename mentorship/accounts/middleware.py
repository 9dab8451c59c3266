"""How long a session lives, and the first thing a new account must do."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse

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
