"""Pages of people."""

from django.shortcuts import get_object_or_404, render

from .models import Person


def person(request, pk):
    """A card."""
    return render(
        request, "people/person.html", {"person": get_object_or_404(Person.objects.visible_to(request.user), pk=pk)}
    )
