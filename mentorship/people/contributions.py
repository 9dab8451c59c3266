"""What people and consents give to the layers around them."""

from datetime import timedelta

from django.db.models.signals import post_save
from django.urls import reverse

from mentorship.accounts.models import Role, User
from mentorship.accounts.rights import grant
from mentorship.common.registry import (
    NavItem,
    QueueRow,
    QueueRule,
    SearchSource,
    navigation,
    queue_rules,
    search_sources,
)
from mentorship.common.russian import counted, date_digits
from mentorship.documents import codes, kinds, scans, works
from mentorship.documents.models import Paper
from mentorship.institution.ties import partner_ties

from . import consent_scans, events, import_works, mentions, packs, papers, permissions
from .import_kinds import import_kinds
from .models import Consent, Person
from .pupil_plan import PUPIL_LIST
from .staff_plan import STAFF_LIST
from .timeline import timeline_sources

RETURNS_WITHIN = timedelta(days=7)  # flows.md, flow C: printed, not returned
MOST_ROWS = 10
NAME = ("last_name", "first_name", "patronymic")
SAID = (  # of a consent and its person in a line of the queue
    *("kind", "number", "printed_on", "valid_until", "grows_up_on", "person__birth_date"),
    *(f"person__{name}" for name in NAME),
)


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "people.person", "view", "add", "change")
    grant(Role.DIRECTOR, "people.person", "view")
    for model in ("people.guardian", "people.postperiod"):
        grant(Role.CURATOR, model, "view", "add", "change")
        grant(Role.DIRECTOR, model, "view")
    grant(Role.CURATOR, "people.consent", "view", "add", "change")
    for description in papers.DESCRIPTIONS:
        kinds.describe(description)
    grant(Role.DIRECTOR, "people.consent", "view")
    grant(Role.CURATOR, "people.importrun", "view", "add", "change")
    navigation.add(NavItem("Люди", "people:list", "people", "Участники", 10, permissions.can_list_people))
    navigation.add(
        NavItem("Согласия", "people:consents", "file-earmark-check", "Документы", 40, permissions.can_list_consents)
    )
    search_sources.add(SearchSource("people", "Люди", find))
    for source in (events.posts, events.consents, events.papers, events.card_changes):
        timeline_sources.add(source)
    partner_ties.add(from_partner)
    post_save.connect(mentions.note_mentions, sender=Paper, dispatch_uid="people.note_mentions")
    for rule in QUEUE_RULES:
        queue_rules.add(rule)
    works.register("consent_pack", packs.consent_pack)
    scans.register(codes.CONSENT, consent_scans.SCANS)
    import_kinds.add(STAFF_LIST)
    import_kinds.add(PUPIL_LIST)
    works.register("import_check", import_works.check)
    works.register("import_load", import_works.load)


def find(user, query):
    """People by any part of name or post."""
    found = Person.objects.visible_to(user).search(query).only("last_name", "first_name", "patronymic", "post")[:8]
    return [(person.full_name, person.post, person.get_absolute_url()) for person in found]


def from_partner(partner, user):
    """People who come from a partner, as far as this user may see them."""
    people = Person.objects.visible_to(user).filter(partner=partner)
    return [(one.full_name, one.post or one.get_origin_display(), one.get_absolute_url()) for one in people]


def no_staff(user, today):
    """In a new portal the first thing to do."""
    if not permissions.can_import(user) or Person.objects.exists():
        return []
    why = "Людей в портале пока нет. Подойдёт штатный список из Excel таким, какой он есть"
    url = reverse("people:import")
    return [QueueRow("Загрузите список сотрудников", why, url, "Загрузить", urgency=0, icon="people")]


def untied_accounts(user, today):
    """People of whom there is an account of the same name that belongs to nobody: the wizard makes such ones."""
    if not permissions.can_keep_people(user):
        return []
    names = list(User.objects.filter(person=None, is_active=True).values_list("full_name", flat=True)[:100])
    namesakes = Person.objects.filter(user=None, left_on=None, last_name__in={name.split(" ")[0] for name in names})
    return [
        QueueRow(
            person.short_name,
            "Карточка и учётная запись с этим именем не связаны",
            f"{person.get_absolute_url()}#access",
            "Связать",
            icon="link",
        )
        for person in namesakes.only(*NAME).order_by("sort_key", "pk")[:MOST_ROWS]
        if person.full_name in names
    ]


def not_returned(user, today):
    """Consents printed more than a week ago and not marked signed."""
    if not permissions.can_keep_consents(user):
        return []
    waiting = Consent.objects.unsigned().filter(printed_on__lt=today - RETURNS_WITHIN, scan=None)
    return _rows(waiting.order_by("printed_on", "pk"), "printed", _not_returned_row)


def _not_returned_row(consent):
    return QueueRow(
        consent.person.short_name,
        f"Согласие № {consent.number} {consent.get_kind_display()} не вернулось",
        consent.get_absolute_url(),
        "Отметить",
        since=consent.printed_on,
        icon="printer",
    )


def scanned(user, today):
    """One line for all consents whose scan is there while nobody has said when they were signed."""
    if not permissions.can_keep_consents(user):
        return []
    return [
        QueueRow("Отметить согласия", line.text, line.url, "Отметить", urgency=1, icon="pencil-square")
        for line in consent_scans.SCANS.unfinished(user)
    ]


def expiring(user, today):
    """Consents that end within 30 days and have no successor."""
    if not permissions.can_keep_consents(user):
        return []
    return _rows(Consent.objects.expiring(today).order_by("valid_until", "pk"), "expires", _expiring_row)


def _expiring_row(consent):
    return QueueRow(
        consent.person.short_name,
        _why_renew(consent),
        f"{consent.person.get_absolute_url()}#consents",
        "Напечатать новое",
        urgency=2,
        icon="hourglass-split",
    )


def _why_renew(consent):
    words = f"Согласие {consent.get_kind_display()}"
    if consent.grows_up_on == consent.renew_by:
        years = consent.person.age(consent.grows_up_on)
        who = "его подписывает сам участник" if years >= 18 else "теперь подписывает и сам участник"
        return f"{words}: {years} лет исполняется {date_digits(consent.grows_up_on)}, {who}"
    return f"{words} истекает {date_digits(consent.valid_until)}"


def _rows(consents, show, row):
    """At most ``MOST_ROWS`` lines; what is left over is one line that leads to the list."""
    found = list(consents.select_related("person").only(*SAID)[: MOST_ROWS + 1])
    rows = [row(consent) for consent in found[:MOST_ROWS]]
    if len(found) > MOST_ROWS:
        more = consents.count() - MOST_ROWS
        url = f"{reverse('people:consents')}?show={show}"
        words = counted(more, "согласие,согласия,согласий")
        rows.append(QueueRow(f"И ещё {words}", "Все вместе – в списке согласий", url, "Открыть список", urgency=2))
    return rows


QUEUE_RULES = [
    QueueRule(
        "no_staff",
        "Список сотрудников",
        "С него всё начинается: бумаги, пары и отчёт берут людей отсюда.",
        no_staff,
        order=1,
    ),
    QueueRule(
        "untied_accounts",
        "Карточка и вход не связаны",
        "Есть карточка и учётная запись с одним и тем же именем. Пока они не связаны, человек не видит своих пар и бумаг.",
        untied_accounts,
        order=16,
    ),
    QueueRule(
        "consents_not_returned",
        "Согласия не вернулись",
        "Согласие распечатано больше недели назад и не отмечено подписанным.",
        not_returned,
        order=30,
    ),
    QueueRule(
        "consents_scanned",
        "Согласия со сканом не отмечены",
        "Скан согласия приложен, а день подписания или подписавший не названы: согласие ещё не действует.",
        scanned,
        order=31,
    ),
    QueueRule(
        "consents_expiring",
        "Согласия истекают",
        "До конца срока согласия или до 14, 18 лет участника осталось не больше 30 дней, нового согласия нет.",
        expiring,
        order=60,
    ),
]
