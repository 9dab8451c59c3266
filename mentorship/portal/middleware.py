"""The first start leads to the wizard; trouble below leads to a page that says what to do."""

import re

from django.db import OperationalError
from django.shortcuts import redirect, render
from django.urls import reverse

SECRET = ("csrfmiddlewaretoken", "password", "code")
OWN_VALUE = re.compile(r"\d{1,4}|[a-z][a-z0-9_]*")


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
