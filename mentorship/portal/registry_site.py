"""The registries and dictionaries: Django's admin inside the portal's own shell and sign-in."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


class RegistrySite(AdminSite):
    """One sign-in for the whole portal; who has no right to the registries gets the portal's own refusal."""

    site_header = site_title = "Реестры и справочники"
    index_title = "Реестры и справочники"
    site_url = "/"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        """As Django's, but one who has signed in without the right is refused, not sent to sign in again."""
        page = super().admin_view(view, cacheable)

        @wraps(page)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        return guarded

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        target = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
        return redirect(f"{reverse('accounts:login')}?{target}")
