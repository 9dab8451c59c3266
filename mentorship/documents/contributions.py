"""What the engine of papers gives to the layers around it."""

from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts import journal as access_journal
from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common.memo import once_a_page
from mentorship.common.registry import (
    NavItem,
    QueueRow,
    QueueRule,
    SearchSource,
    navigation,
    queue_rules,
    search_sources,
)
from mentorship.common.russian import counted

from . import acquaintance, codes, copies, journal, kinds, packs, permissions, scan_stack, scans, works
from .models import Acquaintance, Paper, WaitingScan

STALE_DAYS = 3
LIMIT = 50
SAID = ("title", "kind", "remark", "sent_at", "signed_on", "created_at")  # of a paper in a line of the queue


def register():
    """Called once at start-up."""
    action = access_journal.Action
    access_journal.watch("documents:scans", action.LIST, "Неразобранные сканы")
    access_journal.watch("documents:scan_file", action.PRINT, "Неразобранный скан")
    grant(Role.CURATOR, "documents.paper", "view", "add", "change", "register")
    grant(Role.SECRETARY, "documents.paper", "view", "register")
    grant(Role.DIRECTOR, "documents.paper", "view")
    for model in ("seriesrule", "papersettings"):
        for role in (Role.CURATOR, Role.SECRETARY, Role.ADMIN):
            grant(role, f"documents.{model}", "view", "change")
        grant(Role.DIRECTOR, f"documents.{model}", "view")
    for model in ("counter", "backgroundwork", "kindwording"):
        grant(Role.CURATOR, f"documents.{model}", "view")
        grant(Role.ADMIN, f"documents.{model}", "view")
    for description in (acquaintance.DESCRIPTION, journal.DESCRIPTION, copies.DESCRIPTION):
        kinds.describe(description)
    works.register("papers_to_sign", packs.papers_to_sign)
    works.register(scan_stack.JOB, scan_stack.sort)
    scans.register(codes.PAPER, scan_stack.PAPERS)
    _add_navigation()
    _add_queue_rules()
    search_sources.add(SearchSource("papers", "Документы", find))


def _add_navigation():
    sign = {"visible": permissions.can_see_waiting, "count": waiting_count}
    navigation.add(NavItem("На подпись", "documents:to_sign", "pen", "Документы", 10, **sign))
    navigation.add(
        NavItem("Документы", "documents:list", "file-earmark-text", "Документы", 20, lambda user: user.is_authenticated)
    )

    keeps = permissions.can_see_course
    navigation.add(NavItem("Журнал регистрации", "documents:journal", "journal-text", "Документы", 30, keeps))
    attaches = permissions.can_attach_scan
    navigation.add(
        NavItem("Разобрать сканы", "documents:scans", "inboxes", "Документы", 35, attaches, count=waiting_scans)
    )
    navigation.add(
        NavItem("Каталог бумаг", "documents:catalogue", "journals", "Документы", 90, permissions.can_see_catalogue)
    )
    sees = permissions.can_see_rules
    navigation.add(NavItem("Нумерация документов", "documents:series", "hash", "Настройки", 60, sees))
    navigation.add(NavItem("Оформление документов", "documents:settings", "file-earmark-ruled", "Настройки", 61, sees))


def _add_queue_rules():
    returned = "Руководитель вернул документ: исправьте текст и передайте на подпись снова."
    queue_rules.add(QueueRule("papers_returned", "Возвращены с замечанием", returned, returned_rows, 10))
    waiting = "Документы у руководителя. Номер и дату они получат, когда он подпишет."
    queue_rules.add(QueueRule("papers_waiting", "Ждут подписи", waiting, waiting_rows, 20))
    unregistered = "Руководитель подписал: дайте документу номер и дату, с ними он вступит в силу."
    queue_rules.add(QueueRule("papers_unregistered", "Ждут номера", unregistered, unregistered_rows, 15))
    unreturned = "Лист напечатали на подпись, а скана нет. Найдите лист и приложите скан."
    queue_rules.add(QueueRule("papers_unreturned", "Напечатано, не вернулось", unreturned, unreturned_rows, 40))
    scanned = "На этих листах портал не увидел кода или засомневался. Сверьте их и приложите к документам."
    queue_rules.add(QueueRule("scans_waiting", "Сканы ждут разбора", scanned, scan_rows, 42))
    unread = "Срок ознакомления прошёл. Напомните людям или отметьте подписи на листе."
    queue_rules.add(QueueRule("papers_unread", "Не ознакомлены с приказом", unread, unread_rows, 45))
    stale = f"Черновик лежит дольше {STALE_DAYS} дней: передайте его на подпись или удалите."
    queue_rules.add(QueueRule("papers_stale", "Залежавшиеся черновики", stale, stale_rows, 60))


@once_a_page
def _on_the_desk(user):
    """{state: keys} of the papers that somebody has yet to work on: four rules and the navigation ask for them."""
    states = [*Paper.EDITABLE, Paper.State.ON_SIGNATURE, Paper.State.SIGNED]
    papers, found = Paper.objects.visible_to(user).filter(state__in=states).workable(), {}
    for state, key in papers.order_by().values_list("state", "pk"):
        found.setdefault(state, []).append(key)
    return found


def waiting_count(user):
    """How many papers lie before the head; None instead of nothing."""
    return len(_on_the_desk(user).get(Paper.State.ON_SIGNATURE, [])) or None


def returned_rows(user, today):
    """Papers that came back with a remark, for those who can mend them."""
    if not permissions.can_prepare(user):
        return []
    return [
        QueueRow(
            paper.title, f"Замечание: {paper.remark}", _edit_url(paper), "Исправить", 0, _day(paper.sent_at), "reply"
        )
        for paper in _papers(user, "returned", "sent_at")
    ]


def waiting_rows(user, today):
    """What lies before the head: his to sign, the curator's to know."""
    if not permissions.can_see_waiting(user):
        return []
    signs = permissions.can_sign(user)
    return [
        QueueRow(
            paper.title,
            f"{kinds.title(paper.kind)}, подготовил(а) {paper.prepared_by}"
            if paper.prepared_by
            else kinds.title(paper.kind),
            paper.get_absolute_url(),
            "Открыть",
            1 if signs else 2,
            _day(paper.sent_at),
            "pen" if signs else "hourglass-split",
        )
        for paper in _papers(user, "on_signature", "sent_at")
    ]


def unregistered_rows(user, today):
    """Signed papers without a number, for those who give numbers."""
    if not permissions.can_register(user):
        return []
    return [
        QueueRow(
            paper.title,
            f"{kinds.title(paper.kind)}, подписан, номера ещё нет",
            paper.get_absolute_url(),
            "Зарегистрировать",
            1,
            paper.signed_on,
            "hash",
        )
        for paper in _papers(user, "signed", "signed_on", "pk")
    ]


def unreturned_rows(user, today):
    """Sheets printed long ago whose scan is not there, for those who attach scans."""
    if not permissions.can_attach_scan(user):
        return []
    return [
        QueueRow(
            paper.title,
            "Напечатан на подпись, скана нет",
            paper.get_absolute_url(),
            "Приложить скан" if paper.is_frozen else "Открыть",
            2,
            _day(paper.printed_at),
            "printer",
        )
        for paper in journal.unreturned(user, today).select_related(None).only("title", "state", "printed_at")[:LIMIT]
    ]


@once_a_page
def waiting_scans(user):
    """How many scans wait to be attached by hand; None instead of nothing."""
    return WaitingScan.objects.visible_to(user).count() or None


def scan_rows(user, today):
    """One line for all scans that wait, for those who attach them."""
    if not waiting_scans(user):
        return []
    waiting = WaitingScan.objects.visible_to(user).filter(is_read=True)
    first = waiting.first()
    if first is None:
        return []
    why = f"{counted(waiting.count(), 'скан ждёт,скана ждут,сканов ждут')}, пока их приложат"
    url = reverse("documents:scans")
    return [QueueRow("Разобрать сканы", why, url, "Разобрать", 2, _day(first.added_at), "inboxes")]


def unread_rows(user, today):
    """Papers whose term of acquaintance is over while somebody has not read them; one line a paper."""
    if not permissions.can_keep(user):
        return []
    late = Acquaintance.objects.lacking().filter(paper__acquaint_until__lt=today)
    papers = Paper.objects.visible_to(user).filter(acquaintances__in=late).annotate(lacking=Count("acquaintances"))
    return [
        QueueRow(
            paper.title,
            f"Не ознакомлены: {paper.lacking}",
            reverse("documents:acquaintance", args=[paper.pk]),
            "Отметить",
            1,
            paper.acquaint_until,
            "people",
        )
        for paper in papers.only("title", "acquaint_until").order_by("acquaint_until", "pk")[:LIMIT]
    ]


def stale_rows(user, today):
    """Drafts that nobody touched for days."""
    if not permissions.can_prepare(user):
        return []
    old = timezone.now() - timedelta(days=STALE_DAYS)
    return [
        QueueRow(
            paper.title,
            "Черновик не передан на подпись",
            paper.get_absolute_url(),
            "Открыть",
            2,
            _day(paper.created_at),
            "pencil",
        )
        for paper in _papers(user, "draft", "created_at", created_at__lt=old)
    ]


def find(user, query):
    """Papers for the one search box: title, what it is, address."""
    found = Paper.objects.visible_to(user).exclude(state=Paper.State.DISCARDED).search(query)
    return [
        (str(paper), f"{kinds.title(paper.kind)}, {paper.get_state_display()}", paper.get_absolute_url())
        for paper in found.without_text()[:8]
    ]


def _papers(user, state, *order, **narrowed):
    if not (keys := _on_the_desk(user).get(state)):
        return []
    found = Paper.objects.filter(pk__in=keys, **narrowed)
    return found.select_related("prepared_by").only(*SAID, "prepared_by__full_name").order_by(*order)[:LIMIT]


def _edit_url(paper):
    return reverse("documents:edit", args=[paper.pk])


def _day(moment):
    return timezone.localdate(moment) if moment else None
