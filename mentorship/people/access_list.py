"""The list of persons with access to personal data, for the head's approval (law.md 2.7, постановление № 1119)."""

from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Role, RoleGrant, User
from mentorship.common.russian import capital, date_digits, signature_of
from mentorship.common.workflow import Missing
from mentorship.documents import blocks as b
from mentorship.documents import kinds
from mentorship.documents.orders import approved_by_head
from mentorship.institution.models import Institution

from . import permissions, samples

CODE = "access_list"
TITLE = "О перечне лиц, имеющих доступ к персональным данным"
READING, MEMBER = "чтение", "участник программы"
KEEPER = "Куратор наставничества"
WHAT = {  # what a role opens, methodology.md 1.2
    Role.CURATOR: "карточки, согласия, базы, пары, документы",
    Role.DIRECTOR: "просмотр карточек, согласий, баз и документов; подпись",
    Role.ADMIN: "учётные записи и журнал доступа, без карточек",
    Role.ORGANISER: "пары и участники своей формы наставничества",
    Role.MUNICIPAL: "числа без имён",
}
OWN_PAIRS = "свои пары и разрешённая часть карточек наставляемых"
COLUMNS = [
    {"title": "№", "width": 5},
    {"title": "Фамилия, имя, отчество", "width": 18},
    {"title": "Должность", "width": 22},
    {"title": "Роль в портале", "width": 22},
    {"title": "Что открыто", "width": 20},
    {"title": "С какого дня", "width": 13},
]


def rows(on=None):
    """(name, post, role, what is open, since) of everybody who may sign in, roles of the day ``on`` (today)."""
    on = on or timezone.localdate()
    found = []
    grants = RoleGrant.objects.in_force(on).filter(user__is_active=True).select_related("user__person")
    for grant in grants.order_by("user__sort_key", "starts_on"):
        until = f" (по {date_digits(grant.ends_on)})" if grant.ends_on else ""
        role = f"{grant.get_role_display()}{until}"
        found.append([grant.user.full_name, _post(grant.user), role, WHAT.get(grant.role, READING), grant.starts_on])
    others = User.objects.filter(is_active=True, person__isnull=False).exclude(pk__in=grants.values("user"))
    for user in others.select_related("person").order_by("sort_key"):
        since = timezone.localdate(user.date_joined)
        found.append([user.full_name, _post(user), MEMBER, OWN_PAIRS, since])
    return found


def _post(user):
    person = getattr(user, "person", None)
    return (person and person.post) or "–"


def gate():
    """There is somebody to list."""
    return [] if rows() else [Missing("В портале пока никто не может войти: список пуст.")]


def build(paper):
    """Blocks of the list with the head's approval, signed by the one who made it."""
    return _text(Institution.load(), rows(), timezone.localdate(), _author(paper.prepared_by))


def _author(user):
    """Post and name of the account that made the list."""
    person = getattr(user, "person", None)
    if person:
        return capital(person.post) or KEEPER, person.signature_name
    return KEEPER, signature_of(f"{user or ''}")


def sample():
    """A filled sample for the catalogue."""
    people, day = samples.people(), samples.DAY
    roles = zip((Role.CURATOR, Role.ADMIN, Role.ORGANISER), people, strict=False)
    found = [[one.full_name, one.post, role.label, WHAT[role], day] for role, one in roles]
    members = [[one.full_name, one.post, MEMBER, OWN_PAIRS, day] for one in people[3:]]
    return _text(samples.institution(), [*found, *members], day, (capital(people[0].post), people[0].signature_name))


def _text(card, found, on, author):
    lines = [[f"{number}.", *words, date_digits(since)] for number, (*words, since) in enumerate(found, 1)]
    return [
        approved_by_head(card),
        b.doc_title("ПЕРЕЧЕНЬ"),
        b.paragraph(
            "лиц, имеющих доступ к персональным данным", indent=False, bold=True, align="center", key=kinds.HEADING
        ),
        b.paragraph(
            "Допущены к обработке персональных данных в информационной системе «Портал наставничества» на {день}:",
            key="admitted",
            words={"день": (date_digits(on), "на какой день составлен перечень")},
        ),
        b.table(COLUMNS, lines, key="columns"),
        b.paragraph("Каждый допущенный обязан не разглашать персональные данные (152-ФЗ, ст. 7).", key="silence"),
        b.signature(*author),
    ]


def _start(user):
    return reverse("people:data_index") if permissions.can_keep_consents(user) else ""


KIND = kinds.Kind(
    code=CODE,
    title="Перечень лиц, имеющих доступ к персональным данным",
    group=kinds.Group.OFFICE,
    about="Составляется по учётным записям и ролям на сегодня, утверждает руководитель.",
    ground="152-ФЗ, ст. 18.1, 19; постановление Правительства от 01.11.2012 № 1119",
    storage=kinds.KEPT_THREE_YEARS,
    start=_start,
    sample=sample,
    build=build,
    gate=lambda paper, on: gate(),
)
