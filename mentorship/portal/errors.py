"""Error pages that lose nothing."""

from django.shortcuts import render

from .middleware import typed


def csrf_failure(request, reason=""):
    """The session's token changed (signed in anew in another tab): say so and give the typed text back."""
    return render(request, "403_csrf.html", {"typed": typed(request)}, status=403)
