"""Each request knows the institution's card and runs in the institution's time zone."""

from zoneinfo import ZoneInfo

from django.utils import timezone

from .models import Institution


class InstitutionMiddleware:
    """Puts the card on ``request.institution`` and makes ``localdate()`` the institution's own date."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.institution = Institution.load()
        with timezone.override(ZoneInfo(request.institution.time_zone)):
            return self.get_response(request)
