"""Pages above all apps."""

from django.shortcuts import render


def home(request):
    """The first page of each role."""
    return render(request, "portal/home.html")
