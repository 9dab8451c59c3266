"""The first start leads to the wizard; trouble below leads to a page that says what to do."""

from django.db import OperationalError
from django.shortcuts import redirect, render
from django.urls import reverse


class FirstStartMiddleware:
    """Until the wizard is finished every page leads to it, except the wizard itself, sign-in and static files."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.institution.started_at is None:
            start = reverse("portal:start")
            if not request.path.startswith((start, "/static/", reverse("accounts:logout"))):
                return redirect(start)
        return self.get_response(request)


class TroubleMiddleware:
    """A locked or full database is a 503 or 507 page that keeps the typed text, never a traceback (trust.md 3.1)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError):
            return None
        full = "full" in str(exception)
        response = render(request, "503.html", {"full": full, "typed": typed(request)}, status=507 if full else 503)
        response["Retry-After"] = "5"
        return response


def typed(request):
    """What the user typed into the form that could not be saved, as (name, text) pairs, without secrets."""
    hidden = ("csrfmiddlewaretoken", "password", "code")
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value and not any(word in name for word in hidden)
    ]
