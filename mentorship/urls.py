"""Every address of the portal. The table of rules in tests/access names each of them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("mentorship.portal.urls")),
    path("", include("mentorship.accounts.urls")),
    path("settings/", include("mentorship.institution.urls")),
    path("papers/", include("mentorship.documents.urls")),
    path("people/", include("mentorship.people.urls")),
    path("surveys/", include("mentorship.surveys.urls")),
    path("roadmap/", include("mentorship.cycle.urls")),
    path("bases/", include("mentorship.registry.urls")),
    path("pairs/", include("pairs.urls")),
    path("programs/", include("programs.urls")),
    path("monitoring/", include("monitoring.urls")),
    path("registry/", admin.site.urls),
]
