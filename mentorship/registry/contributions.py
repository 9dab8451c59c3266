"""What the two registries give to the layers around them."""

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.common import daily
from mentorship.common.registry import (
    NavItem,
    QueueRow,
    QueueRule,
    SearchSource,
    navigation,
    public_pages,
    queue_rules,
    search_sources,
)
from mentorship.common.russian import counted, date_digits
from mentorship.cycle import evidence
from mentorship.cycle.evidence import Proof
from mentorship.cycle.models import Cycle
from mentorship.cycle.permissions import register_sides
from mentorship.documents import kinds
from mentorship.institution.models import Rules
from mentorship.people.import_kinds import import_kinds
from mentorship.people.models import Consent, Person
from mentorship.people.sections import Section, person_sections
from mentorship.people.timeline import timeline_sources

from . import events, imports, inclusion, order_papers, papers, permissions, workflow
from .extensions import ties_of
from .models import UNANSWERED, Application, Participation, Side, TrainingRecord
from .rows import TITLES

MOST_APPLICATIONS = 5
NAMED = 3  # people named in a line of «Сегодня»
CONSENTS = (
    "pd_consent",
    "pd_publish_consent",
    "guardian_consent",
    "mentor_consent",
    "mentee_consent",
)  # results of rows
URLS = {Side.MENTOR: "registry:mentors", Side.MENTEE: "registry:mentees"}


def register():
    """Called once at start-up."""
    grant(Role.CURATOR, "registry.participation", "view", "add", "change")
    grant(Role.ADMIN, "registry.participation", "view", "change")
    grant(Role.DIRECTOR, "registry.participation", "view")
    grant(Role.ORGANISER, "registry.participation", "view")
    for model in ("interview", "criterionscore", "registryapproval", "training", "trainingrecord"):
        grant(Role.CURATOR, f"registry.{model}", "view", "add", "change")
        grant(Role.DIRECTOR, f"registry.{model}", "view")
    grant(Role.CURATOR, "registry.application", "view", "change")
    grant(Role.DIRECTOR, "registry.application", "view")
    for description in papers.DESCRIPTIONS:
        kinds.describe(description)
    for side, icon, order in ((Side.MENTOR, "person-workspace", 20), (Side.MENTEE, "mortarboard", 21)):
        navigation.add(NavItem(TITLES[side], URLS[side], icon, "Участники", order, permissions.can_see_bases))
    navigation.add(
        NavItem("Обучение", "registry:trainings", "backpack", "Участники", 24, permissions.can_see_trainings)
    )
    navigation.add(NavItem("Заявки", "registry:applications", "envelope-paper", "Участники", 19, sees_applications))
    public_pages.add(NavItem("Хочу стать наставником", "registry:apply", "", "", 10, lambda user: takes_applications()))
    daily.jobs.add(workflow.erase_outlived)
    for rule in QUEUE_RULES:
        queue_rules.add(rule)
    person_sections.add(Section("participation", "Участие и пары", "registry/_participations.html", parts_of, 20))
    person_sections.add(Section("trainings", "Обучение и стажировки", "registry/_trainings.html", trainings_of, 40))
    timeline_sources.add(events.participations)
    timeline_sources.add(events.trainings)
    search_sources.add(SearchSource("bases", "Базы наставников и наставляемых", find))
    import_kinds.add(imports.MENTORS)
    import_kinds.add(imports.MENTEES)
    register_sides(sides_of)
    evidence.register("registry", proofs)
    evidence.register_papers(order_papers.KINDS)
    for key in ("mentor_bank", *PARTS_OF_BANK):
        evidence.register_place(key, "К базе", lambda cycle: reverse(URLS[Side.MENTOR]))
    evidence.register_place("mentee_bank", "К базе", lambda cycle: reverse(URLS[Side.MENTEE]))
    evidence.register_place("training", "К обучению", lambda cycle: reverse("registry:trainings"))
    for key in CONSENTS:
        evidence.register_place(key, "К согласиям", lambda cycle: reverse("people:consents"))


# Rows that ask for mentors from one place (seeds 0 and 1, stage 3) are proved by such mentors alone.
PARTS_OF_BANK = {
    "mentor_bank_staff": [Person.Origin.STAFF],
    "mentor_bank_pupils": [Person.Origin.PUPIL],
    "mentor_bank_parents": [Person.Origin.PARENT],
    "mentor_bank_outside": [Person.Origin.EXTERNAL, Person.Origin.STUDENT, Person.Origin.PARTNER],
}


def find(user, query):
    """Participants by name or post, newest cycle first."""
    found = Participation.objects.visible_to(user).search(query).select_related("person", "cycle")
    return [
        (one.person.full_name, f"{one.get_side_display()}, {one.cycle}", one.get_absolute_url())
        for one in found.order_by("-cycle__starts_on", "person__sort_key")[:8]
    ]


def sides_of(user):
    """Sides on which the user takes part today: whose rows of the roadmap are «мои»."""
    person = getattr(user, "person", None)  # most pages ask for one's card anyway
    if person is None:
        return set()
    return set(Participation.objects.in_base().filter(person=person).values_list("side", flat=True))


def proofs(cycle):
    """Evidence for the roadmap: a bank exists once somebody is in it, consents are done once nobody lacks one."""
    everyone = Participation.objects.filter(cycle=cycle)
    accepted = everyone.filter(state=Participation.State.IN_BASE).order_by()
    firsts = list(accepted.values_list("side", "person__origin").annotate(Min("starts_on")))
    return {
        "mentor_bank": _bank(firsts, cycle, Side.MENTOR),
        "mentee_bank": _bank(firsts, cycle, Side.MENTEE),
        "pd_consent": _consents(everyone.open(), cycle),
        **{key: _bank(firsts, cycle, Side.MENTOR, origins) for key, origins in PARTS_OF_BANK.items()},
    }


def _bank(firsts, cycle, side, origins=Person.Origin.values):
    """Since when the base of ``side`` holds somebody of these ``origins``; ``firsts``: (side, origin, first day) rows."""
    first = min((day for its, origin, day in firsts if its == side and origin in origins and day), default=None)
    return [Proof(TITLES[side], f"{reverse(URLS[side])}?cycle={cycle.pk}", first)] if first else []


def _consents(everyone, cycle):
    consents = Consent.objects.in_force().filter(kind=Consent.Kind.PROCESSING, person=OuterRef("person"))
    first = Subquery(consents.order_by("signed_on").values("signed_on")[:1])
    people = everyone.order_by().annotate(signed=first).values("person", "signed").distinct()
    found = people.aggregate(people=Count("person"), agreed=Count("signed"), last=Max("signed"))
    if not found["people"] or found["agreed"] < found["people"]:
        return []
    title = f"Согласия на обработку данных: {found['people']} из {found['people']}"
    return [Proof(title, f"{reverse('registry:mentors')}?cycle={cycle.pk}", found["last"])]


# --- A person's page ----------------------------------------------------------------------------------------------


def parts_of(person, user):
    """(participation, its pairs) of a person for his page, the latest cycle first; nothing while there are none."""
    own = Participation.objects.visible_to(user).filter(person=person)
    own = list(own.select_related("cycle", "person").order_by("-cycle__starts_on", "side"))
    ties = ties_of(own, user)
    return {"parts": [(one, ties.get(one.pk, [])) for one in own]} if own else None


def trainings_of(person, user):
    """Trainings of a person for his page; nothing is shown while there are none."""
    records = TrainingRecord.objects.visible_to(user).filter(person=person)
    found = records.select_related("training__partner").order_by("-training__starts_on")
    return {"records": found} if found else None


# --- The queue of «Сегодня» ---------------------------------------------------------------------------------------


def bases_to_refresh(user, today):
    """Bases that nobody looked through for a year, or that the new cycle has not taken over yet."""
    cycle = Cycle.objects.running()
    if cycle is None or not permissions.can_enrol(user):
        return []
    found = ((side, inclusion.wants_refresh(cycle, side, today)) for side in Side)
    return [
        QueueRow(
            TITLES[side],
            f"Базу не обновляли с {date_digits(inclusion.last_refresh(cycle, side) or since)}",
            reverse(f"registry:review_{side}s"),
            "Обновить",
            urgency=1,
            since=since,
            icon="arrow-repeat",
        )
        for side, since in found
        if since
    ]


def takes_applications():
    """Has the institution opened the public page?"""
    return Rules.load().takes_applications


def sees_applications(user):
    """The list is in the navigation of those who may read it, where the page is open."""
    return permissions.can_see_applications(user) and takes_applications()


def applications_waiting(user, today):
    """Applications from the public page that nobody has decided."""
    if not permissions.can_decide_applications(user):
        return []
    return [
        QueueRow(
            one.full_name,
            f"Хочет стать наставником: {one.about}",
            one.get_absolute_url(),
            "Рассмотреть",
            since=timezone.localdate(one.sent_at),
            icon="envelope-paper",
        )
        for one in Application.objects.waiting().order_by("sent_at")[:MOST_APPLICATIONS]
    ]


def to_be_included(user, today):
    """Young specialists and newcomers who are in no base of the cycle; mentors trained and not put forward."""
    cycle = Cycle.objects.running()
    if cycle is None or not permissions.can_enrol(user):
        return []
    found = ((side, inclusion.advised(cycle, side, today)) for side in Side)
    return [_advised_row(side, people) for side, people in found if people]


def _advised_row(side, people):
    names = ", ".join(one.person.short_name for one in people[:NAMED])
    more = f" и ещё {len(people) - NAMED}" if len(people) > NAMED else ""
    return QueueRow(
        f"{TITLES[side]}: предложить {counted(len(people), 'человека,человека,человек')}",
        f"{names}{more}",
        f"{reverse(f'registry:review_{side}s')}#advised",
        "Посмотреть",
        urgency=2,
        icon="person-plus",
    )


def withdrawn_still_open(user, today):
    """Participations that rest on a withdrawn consent and that nobody has closed."""
    if not permissions.can_enrol(user):
        return []
    withdrew = set(Consent.objects.filter(withdrawn_on__lte=today).values_list("person", flat=True))
    if not withdrew:  # the rule: few take a consent back, thousands would be looked through for them
        return []
    lacking = Participation.objects.going_on(today).filter(person__in=withdrew).lacking_consents(today)
    found = [(one, workflow.withdrawn_consent(one, today)) for one in lacking.select_related("person")]
    return [
        QueueRow(
            one.person.short_name,
            f"Согласие отозвано {date_digits(consent.withdrawn_on)}, участие открыто: завершите пары и закройте его",
            reverse("people:consent_withdraw", args=[consent.pk]),
            "Закрыть участие",
            urgency=0,
            since=consent.withdrawn_on,
            icon="shield-exclamation",
        )
        for one, consent in found
        if consent
    ]


QUEUE_RULES = [
    QueueRule(
        "withdrawn_still_open",
        "Отозвано согласие, участие открыто",
        "Человек отозвал согласие, а его запись в базе открыта: закройте её на странице отзыва.",
        withdrawn_still_open,
        order=25,
    ),
    QueueRule(
        "applications_waiting",
        "Заявки стать наставником",
        f"Пришли с открытой страницы; через {counted(UNANSWERED.days, 'день,дня,дней')} без решения заявка стирается.",
        applications_waiting,
        order=60,
    ),
    QueueRule(
        "bases_to_refresh",
        "Базы пора обновить",
        "Базу больше года не просматривали, или новый цикл начался, а прошлая база не перенесена.",
        bases_to_refresh,
        order=65,
    ),
    QueueRule(
        "to_be_included",
        "Кого включить в базы",
        "Молодые специалисты и новые педагоги без наставника; обученные наставники вне базы.",
        to_be_included,
        order=70,
    ),
]
