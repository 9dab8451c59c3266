"""The first start leads to the wizard; trouble below leads to a page that says what to do."""

import re

from django.conf import settings
from django.db import OperationalError
from django.shortcuts import redirect, render
from django.urls import reverse

from mentorship.common import sheets
from mentorship.common.asked import number

SECRET = ("csrfmiddlewaretoken", "password", "code")
OWN_VALUE = re.compile(r"\d{1,4}|[a-z][a-z0-9_]*")


class TooBigMiddleware:
    """A request above ``MAX_REQUEST_BYTES`` has a page with the limits and what to do; it needs no database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if number(request.META.get("CONTENT_LENGTH", "")) <= settings.MAX_REQUEST_BYTES:
            return self.get_response(request)
        limits = {
            "at_once": settings.MAX_REQUEST_BYTES,
            "scan": settings.MAX_SCAN_BYTES,
            "stack": settings.MAX_STACK_BYTES,
            "list": sheets.MAX_BYTES,
        }
        return render(request, "413.html", {name: size // 2**20 for name, size in limits.items()}, status=413)


class FirstStartMiddleware:
    """Until the wizard is finished every page leads to it, except the wizard itself, sign-in and static files."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.institution.started_at is None:
            start = reverse("portal:start")
            free = (start, "/static/", reverse("accounts:login"), reverse("accounts:logout"))
            if not request.path.startswith(free):
                return redirect(start)
        return self.get_response(request)


class TroubleMiddleware:
    """Trouble has a page that says what to do.

    A locked or full database is a 503 or 507 that keeps the typed text, never a traceback (trust.md 3.1). The address
    of a button, where one comes by signing in anew after a press, is a 405 in words instead of an empty window.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError):
            return None
        full = "full" in str(exception)
        response = render(request, "503.html", {"full": full, "typed": typed(request)}, status=507 if full else 503)
        response["Retry-After"] = "5"
        return response


def typed(request):
    """What the user typed into the form that could not be saved, field by field.

    Left out are secrets and what the form itself put into its fields (numbers of rows, codes of choices).
    """
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if value and not any(word in name for word in SECRET) and not OWN_VALUE.fullmatch(value)
    ]
