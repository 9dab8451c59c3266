"""Pages above all apps."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


def home(request):
    """The first page of each role."""
    return render(request, "portal/home.html")


@login_not_required
def start(request):
    """First-start wizard."""
    return render(request, "portal/start.html")
