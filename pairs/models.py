"""Pairs and groups, their meetings, and the orders that fix them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
from mentorship.common.addresses import address
from mentorship.common.checks import ENDS_LATER
from mentorship.common.search import search_key, terms
from mentorship.cycle.models import Cycle
from mentorship.institution.models import MentoringForm, MentoringKind
from mentorship.people.models import Person
from mentorship.registry.models import Participation, Side

from .agreement_models import Agreement, Pay
from .order_models import EarlierOrder, OrderLine

__all__ = [
    "Agreement",
    "Bond",
    "BondMember",
    "EarlierOrder",
    "Meeting",
    "MeetingMark",
    "OrderLine",
    "Pay",
]


NAME = ("last_name", "first_name", "patronymic", "sort_key")


class BondQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Bonds that ``user`` may open.

        All for those who keep or oversee pairs, those of his forms for an organiser, one's own for members.
        """
        if user.has_perm("pairs.view_bond"):
            return self
        rule = Q(pk__in=BondMember.objects.filter(participation__person__user=user).values("bond"))
        if codes := user.form_codes:
            rule |= Q(form__code__in=codes)
        return self.filter(rule)

    def search(self, query):
        """Bonds in which every word of ``query`` is found in somebody's name or post."""
        found = self
        for word in terms(query):
            found = found.filter(
                pk__in=BondMember.objects.filter(participation__person__search__contains=word).values("bond")
            )
        return found if terms(query) or not (query or "").strip() else self.none()

    def open(self):
        """Bonds that are proposed, wait in an order or work."""
        return self.filter(state__in=Bond.OPEN)

    def manageable_by(self, user):
        """Bonds that ``user`` keeps: all for the curator, those of his forms for an organiser."""
        if user.has_perm("pairs.change_bond"):
            return self
        return self.filter(form__code__in=user.form_codes)

    def in_force(self, on=None):
        """Bonds that work on the day ``on`` (today): fixed by an order, begun, not ended."""
        on = on or timezone.localdate()
        lasts = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
        return self.filter(lasts, state__in=Bond.TOOK_PLACE, starts_on__lte=on, ends_on__gte=on)

    def term_is_over(self, on=None):
        """Bonds that nobody has ended though their last day lies before the day ``on`` (today)."""
        return self.filter(state=Bond.State.ACTIVE, ends_on__lt=on or timezone.localdate())

    def with_people(self):
        """Bonds with their members' people loaded, so that a list asks the database a fixed number of times."""
        members = BondMember.objects.select_related("participation__person")  # one query, and no list of keys too long
        return self.select_related("form", "cycle").prefetch_related(models.Prefetch("members", members), "kinds")

    def with_members(self):
        """Bonds with what a row of a list and its lamps say of their members; ``with_people`` loads them whole."""
        told = {
            "participation__": ["side", "state", "ends_on", "rests_from", "rests_until", "rest_reason"],
            "participation__person__": [*NAME, "post", "school_class", "organisation", "origin", "left_on"],
        }
        fields = [way + name for way, names in told.items() for name in names]
        members = BondMember.objects.select_related("participation__person").only("bond", "side", *fields)
        return self.select_related("form").prefetch_related(models.Prefetch("members", members))

    def with_names(self):
        """Bonds with no more of their members than a title names, for lines that say nothing else of them."""
        names = [f"participation__person__{name}" for name in NAME]
        members = BondMember.objects.select_related("participation__person").only("bond", "side", *names)
        return self.prefetch_related(models.Prefetch("members", members))


class Bond(models.Model):
    """A mentoring pair or group (наставническая пара, группа), fixed by an order.

    A pair is one mentor and one mentee; a group is one mentor and two or more mentees; a mentee with two mentors
    stands in two bonds (methodology.md 1: one mentee may have several mentors).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "предложена"
        ORDERED = "ordered", "в приказе, ждёт подписи"
        ACTIVE = "active", "действует"
        COMPLETED = "completed", "завершена"
        TERMINATED = "terminated", "прекращена досрочно"
        CANCELLED = "cancelled", "не состоялась"

    MOVES = {
        State.PROPOSED: {State.ORDERED, State.CANCELLED},
        State.ORDERED: {State.PROPOSED, State.ACTIVE},
        State.ACTIVE: {State.COMPLETED, State.TERMINATED},
    }
    OPEN = (State.PROPOSED, State.ORDERED, State.ACTIVE)
    TOOK_PLACE = (State.ACTIVE, State.COMPLETED, State.TERMINATED)  # at work or worked before
    KEPT = (*OPEN, State.COMPLETED, State.TERMINATED)  # all that took or may take place
    STATE_KINDS = {State.PROPOSED: "draft", State.ORDERED: "wait", State.ACTIVE: "ok"}  # the look's; the rest is quiet

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="bonds", verbose_name="цикл")
    form = models.ForeignKey(MentoringForm, models.PROTECT, related_name="+", verbose_name="форма наставничества")
    kinds = models.ManyToManyField(MentoringKind, related_name="+", verbose_name="виды наставничества")
    goal = models.CharField("цель работы", max_length=500, blank=True)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.PROPOSED)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    ended_on = models.DateField("завершена", null=True, blank=True)
    ending_reason = models.CharField("причина", max_length=300, blank=True)
    former_order = models.ForeignKey(
        EarlierOrder, models.PROTECT, null=True, blank=True, related_name="bonds", verbose_name="приказ прежних лет"
    )
    no_agreement = models.CharField("почему доп. соглашение не нужно", max_length=300, blank=True)
    meetings_shared = models.BooleanField("договорённости видит куратор", default=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(verbose_name="изменение пары", m2m_fields=[kinds])

    objects = BondQuerySet.as_manager()

    class Meta:
        verbose_name = "пара или группа"
        verbose_name_plural = "пары и группы"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="bond_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=ENDS_LATER,
            ),
            models.CheckConstraint(
                name="bond_ended_has_a_day",
                condition=Q(state__in=["completed", "terminated"], ended_on__isnull=False)
                | (~Q(state__in=["completed", "terminated"]) & Q(ended_on__isnull=True)),
                violation_error_message="Укажите день, которым завершена пара.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("pairs:bond", self.pk)

    def participations(self, side):
        """Participations on one side of the bond, people in the order of the alphabet (uses the prefetched members)."""
        found = [member.participation for member in self.members.all() if member.side == side]
        return sorted(found, key=lambda one: one.person.sort_key)

    def side(self, side):
        """People on one side of the bond, in the order of the alphabet."""
        return [one.person for one in self.participations(side)]

    @property
    def mentors(self):
        return self.side(Side.MENTOR)

    @property
    def mentees(self):
        return self.side(Side.MENTEE)

    @property
    def is_group(self):
        return len(self.mentees) > 1

    @property
    def title(self):
        """«Белова М.П. → Котов И.С., Орлова А.Д.»."""
        return " → ".join(", ".join(person.short_name for person in people) for people in (self.mentors, self.mentees))

    @property
    def state_kind(self):
        """How the look shows the state: a kind of its chip."""
        return self.STATE_KINDS.get(self.state, "quiet")

    @property
    def last_day(self):
        """The day on which the bond ended or is to end."""
        return self.ended_on or self.ends_on

    def works(self, on=None):
        """Whether the pair is at work on the day ``on`` (today): an order may end it on a day that has not come yet."""
        if self.state == self.State.TERMINATED:
            return (on or timezone.localdate()) <= self.ended_on
        return self.state == self.State.ACTIVE

    @property
    def needs_agreement(self):
        """Whether the mentor's labour contract must speak of this work: both are employees and it is no part of his
        post (ст. 351.8 ТК РФ, law.md 1.1 and 1.4)."""
        staff = Person.Origin.STAFF
        return (
            not self.no_agreement
            and any(person.origin == staff for person in self.mentors)
            and any(person.origin == staff for person in self.mentees)
        )


class BondMember(models.Model):
    """A participation in a bond; the person's side comes from the participation."""

    bond = models.ForeignKey(Bond, models.CASCADE, related_name="members", verbose_name="пара")
    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="memberships", verbose_name="участник"
    )
    side = models.CharField("кто", max_length=10, choices=Side)

    class Meta:
        verbose_name = "участник пары"
        verbose_name_plural = "участники пар"
        ordering = ["bond_id", "side", "pk"]
        constraints = [models.UniqueConstraint(name="member_once_in_a_bond", fields=["bond", "participation"])]

    def __str__(self):
        return f"{self.participation.person} ({self.get_side_display()})"


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Meetings that ``user`` may read one by one: the curator all, an organiser his form's, a member his own.

        The head of the institution sees aggregates only (methodology.md 1.2), so seeing pairs is not enough.
        """
        if user.has_perm("pairs.view_meeting"):
            return self
        rule = Q(bond__in=BondMember.objects.filter(participation__person__user=user).values("bond"))
        if codes := user.form_codes:
            rule |= Q(bond__form__code__in=codes)
        return self.filter(rule)

    def search(self, query, user):
        """Meetings whose words hold all of ``query``: the purpose for whoever sees the meeting, the pair's own words
        only for those who may read them, so that nobody guesses them by searching (methodology.md 4.6)."""
        if not (words := terms(query)):
            return self.none()
        own = BondMember.objects.filter(participation__person__user=user).values("bond")
        topic, all_words = Q(), Q(bond__meetings_shared=True) | Q(bond__in=own)
        for word in words:
            topic &= Q(search_topic__contains=word)
            all_words &= Q(search__contains=word)
        return self.filter(topic | all_words)

    def with_people(self):
        """Meetings with their bonds' people and marks loaded, so that a list asks a fixed number of times."""
        return self.select_related("bond__form", "bond__cycle").prefetch_related(
            "bond__members__participation__person", "marks__participation__person"
        )

    def held(self):
        return self.filter(state=Meeting.State.HELD)

    def attended_by(self, participation):
        """Those at which this mentee (his participation's key or an ``OuterRef`` to it) was: all but the ones whose mark
        says that he was not. For the bond and its mentor a meeting counts whoever was away (methodology.md 5.2, I07).
        """
        absences = MeetingMark.objects.absences().filter(meeting=OuterRef("pk"), participation=participation)
        return self.exclude(Exists(absences))

    def last_task(self, before=None):
        """The meeting whose task waits to be checked: the latest with one, unless a later meeting told how it was done.

        Args:
            before: a meeting; only those earlier than it are asked.
        """
        found = self.held()
        if before:
            found = found.filter(Q(held_on__lt=before.held_on) | Q(held_on=before.held_on, pk__lt=before.pk))
        last = found.exclude(task="", former_done="").first()
        return last if last and last.task else None


class Meeting(models.Model):
    """A meeting of a bond (встреча), logged by the mentor in one screen (flows.md, flow B): a row of the log with all
    its columns (methodology.md 6.4); who of a group was not there stands in the marks."""

    OWN_WORDS = ("agreed", "done", "task")  # the pair's own until the mentor opens them (methodology.md 4.6)

    class State(models.TextChoices):
        PLANNED = "planned", "запланирована"
        HELD = "held", "состоялась"
        CANCELLED = "cancelled", "отменена"

    class Type(models.TextChoices):
        TALK = "talk", "Беседа"
        VISIT = "visit", "Посещение занятия"
        REVIEW = "review", "Разбор"
        GROUP = "group", "Групповая"
        ACQUAINTANCE = "acquaintance", "Знакомство"
        FINAL = "final", "Итоговая"

    class Mood(models.IntegerChoices):
        BAD = 1, "трудно"
        FAIR = 2, "нормально"
        GOOD = 3, "хорошо"

    class Done(models.TextChoices):
        YES = "done", "сделано"
        PARTLY = "partly", "частично"
        NO = "no", "нет"

    MOVES = {State.PLANNED: {State.HELD, State.CANCELLED}, State.HELD: {State.CANCELLED}}

    bond = models.ForeignKey(Bond, models.PROTECT, related_name="meetings", verbose_name="пара")
    held_on = models.DateField("когда")
    minutes = models.PositiveSmallIntegerField(
        "сколько минут",
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(480, "Проверьте длительность: больше 8 часов.")],
    )
    type = models.CharField("что было", max_length=20, choices=Type, default=Type.TALK)
    topic = models.CharField("цель встречи", max_length=200, blank=True)
    begins_at = models.TimeField("начало", null=True, blank=True)
    place = models.CharField("место или ссылка", max_length=200, blank=True)
    done = models.TextField("что сделано", blank=True, max_length=2000)
    agreed = models.TextField("договорились", blank=True, max_length=2000)
    task = models.TextField("задание", blank=True, max_length=500)
    task_until = models.DateField("срок задания", null=True, blank=True)
    former_done = models.CharField("прошлое задание", max_length=10, choices=Done, blank=True)
    mood = models.PositiveSmallIntegerField("как прошло", choices=Mood, null=True, blank=True)
    remark = models.TextField("замечание куратора", blank=True, max_length=1000)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.HELD)
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="кто записал")
    logged_at = models.DateTimeField("когда записано", default=timezone.now)
    version = models.PositiveIntegerField(default=0, editable=False)
    search = models.TextField(editable=False, default="")
    search_topic = models.TextField(editable=False, default="")  # without the pair's own words, which few may read
    history = HistoricalRecords(verbose_name="изменение встречи", excluded_fields=["search", "search_topic"])

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "встреча"
        verbose_name_plural = "встречи"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["bond", "state", "held_on", "minutes"])]  # counts and sums read nothing else
        constraints = [
            models.CheckConstraint(
                name="meeting_length_is_sane",
                condition=Q(minutes__gte=5, minutes__lte=480),
                violation_error_message="Проверьте длительность: от 5 минут до 8 часов.",
            ),
            models.CheckConstraint(
                name="task_is_due_after_the_meeting",
                condition=Q(task_until__isnull=True) | Q(task_until__gte=F("held_on")),
                violation_error_message="Срок задания не может быть раньше встречи.",
            ),
        ]

    def __str__(self):
        return f"Встреча {self.held_on:%d.%m.%Y}"

    def save(self, *args, **kwargs):
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search", "search_topic"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address("pairs:meeting", self.pk)

    @property
    def present(self):
        """Participations of the mentees who were there, in the order of the alphabet (load it ``with_people``)."""
        absent = {mark.participation_id for mark in self.marks.all() if mark.is_absence} if self.pk else set()
        return [one for one in self.bond.participations(Side.MENTEE) if one.pk not in absent]

    @property
    def link(self):
        """The place, if it is an address to follow; anything else that looks like one stays plain text."""
        return self.place if self.place.lower().startswith(("https://", "http://")) and " " not in self.place else ""

    def set_keys(self):
        """Words to be found by; whoever writes many rows past ``save`` calls it himself."""
        words = [getattr(self, name) for name in self.OWN_WORDS]
        self.search, self.search_topic = search_key(self.topic, *words), search_key(self.topic)


class MeetingMarkQuerySet(models.QuerySet):
    def absences(self):
        """The mentor's word that somebody of a group was not at a meeting that was held."""
        return self.filter(confirmed=None, meeting__state=Meeting.State.HELD)


class MeetingMark(models.Model):
    """What one mentee says of one meeting: «подтверждаю» or «было иначе», and a mark of use; or that he was not there,
    by the mentor's word: then ``confirmed`` is empty and nobody waits for him."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="marks", verbose_name="встреча")
    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="meeting_marks", verbose_name="наставляемый"
    )
    confirmed = models.BooleanField("подтверждает", null=True, blank=True)
    rating = models.PositiveSmallIntegerField(
        "польза", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comment = models.CharField("слова куратору", max_length=500, blank=True)
    given_at = models.DateTimeField("когда", default=timezone.now)
    history = HistoricalRecords(verbose_name="изменение отметки")

    objects = MeetingMarkQuerySet.as_manager()

    class Meta:
        verbose_name = "отметка наставляемого"
        verbose_name_plural = "отметки наставляемых"
        indexes = [models.Index(name="mark_of_dispute", fields=["meeting"], condition=Q(confirmed=False))]
        constraints = [
            models.UniqueConstraint(name="one_mark_per_meeting_and_mentee", fields=["meeting", "participation"]),
            models.CheckConstraint(
                name="rating_is_one_to_five",
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
            ),
        ]

    def __str__(self):
        return f"{self.participation.person}: {self.meeting}"

    @property
    def is_absence(self):
        """The mentor's word that this mentee was not there."""
        return self.confirmed is None
