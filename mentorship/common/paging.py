"""Lists are shown in pages of one size."""

from django.core.paginator import Paginator

PAGE_SIZE = 50


def page_of(request, queryset, size=PAGE_SIZE):
    """The page of ``queryset`` that the request's ``page`` names; a wrong number gives the nearest page.

    How many rows are shown is told to the journal of access by ``request.shown_rows``.
    """
    page = Paginator(queryset, size).get_page(request.GET.get("page"))
    request.shown_rows = len(page.object_list)
    return page
