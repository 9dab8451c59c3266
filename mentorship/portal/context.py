"""What the shell of every page needs: institution, cycle in view, navigation, unread notices."""

from types import SimpleNamespace

from django.utils.functional import SimpleLazyObject

from mentorship.accounts.models import Role
from mentorship.common.addresses import address
from mentorship.common.registry import navigation, public_pages

GROUPS = ["Работа", "Участники", "Документы", "Итоги", "Настройки"]


def shell(request):
    """Context of base.html; everything lazy, so that a fragment for htmx costs nothing."""
    user = getattr(request, "user", None)
    context = {"institution": getattr(request, "institution", None)}
    if user is None or not user.is_authenticated:
        return context | {
            "public_pages": SimpleLazyObject(lambda: [page for page in public_pages if page.visible(user)])
        }
    return context | {
        "cycle_in_view": SimpleLazyObject(cycle_of),
        "navigation": SimpleLazyObject(lambda: menu(request)),
        "user_roles": SimpleLazyObject(lambda: [role.label for role in Role if role in user.roles]),
        "unread_notices": SimpleLazyObject(lambda: user.notices.filter(read_at__isnull=True).count()),
    }


def cycle_of():
    """The cycle that pages speak of: the running one."""
    from mentorship.cycle.models import Cycle

    return Cycle.objects.current()


def menu(request):
    """Groups of the navigation that this user sees, with the present page marked."""
    groups = {title: [] for title in GROUPS}
    seen = [(item, address(item.url_name)) for item in navigation if item.visible(request.user)]
    above = [url for _, url in seen if request.path == url or (url != "/" and request.path.startswith(url))]
    present = max(above, key=len, default="")  # of a section and its part the part is the present page
    for item, url in seen:
        count = item.count(request.user) if item.count else None
        groups[item.group].append(
            SimpleNamespace(title=item.title, url=url, icon=item.icon, current=url == present, count=count)
        )
    return [SimpleNamespace(title=title, items=items) for title, items in groups.items() if items]
