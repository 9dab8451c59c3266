"""People, entered once."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
from mentorship.common.addresses import address
from mentorship.common.checks import (
    validate_first_name,
    validate_last_name,
    validate_not_future,
    validate_patronymic,
    validate_phone,
)
from mentorship.common.periods import add_months, age
from mentorship.common.russian import initials_first, surname_first
from mentorship.common.search import SearchQuerySet, search_key, sort_key
from mentorship.institution.models import Partner, Rules, Unit

from .consent import Consent, Signers


class Gender(models.TextChoices):
    MALE = "m", "мужской"
    FEMALE = "f", "женский"


class PersonQuerySet(SearchQuerySet):
    def visible_to(self, user):
        """People whose card ``user`` may open: all for those who keep the registries, else only oneself."""
        if user.has_perm("people.view_person"):
            return self
        return self.filter(user=user)

    def present(self, on=None):
        """People who belong to the institution on the day ``on`` (today)."""
        on = on or timezone.localdate()
        return self.filter(Q(hired_on__isnull=True) | Q(hired_on__lte=on), Q(left_on__isnull=True) | Q(left_on__gte=on))

    def teaching_staff(self, on=None):
        """Teaching staff on a day: the number T of methodology.md 5.2."""
        return self.present(on).filter(origin=Person.Origin.STAFF, is_teacher=True)

    def gone(self, on=None):
        """People who had left by the day ``on`` (today)."""
        return self.filter(left_on__lt=on or timezone.localdate())

    def young_specialists(self, on=None, rules=None):
        """The list form of :meth:`Person.is_young_specialist`."""
        on, rules = on or timezone.localdate(), rules or Rules.load()
        return self.present(on).filter(self.young(on, rules), is_teacher=True)

    @staticmethod
    def young(on, rules):
        """What the ``rules`` ask of a young specialist on the day ``on``, as a condition for a filter."""
        fresh = Q(teaches_since__gt=add_months(on, -12 * rules.young_experience))
        young = Q(birth_date__gt=add_months(on, -12 * (rules.young_age + 1)))
        match rules.young_by:
            case Rules.YoungBy.EITHER:
                return fresh | young
            case Rules.YoungBy.EXPERIENCE:
                return fresh
        return fresh & (young | Q(birth_date__isnull=True))

    def lacking(self, kind, on=None):
        """People without a consent of ``kind`` in force on the day ``on`` (today)."""
        return self.exclude(pk__in=Consent.objects.in_force(on).filter(kind=kind).values("person"))


class Person(models.Model):
    """A person (человек), one record whatever roles he plays; only data that the mentoring papers need.

    No health, nationality or religion here: that keeps the portal at protection level 4 (law.md 2.7).
    """

    class Origin(models.TextChoices):
        STAFF = "staff", "сотрудник"
        PUPIL = "pupil", "обучающийся"
        PARENT = "parent", "родитель"
        EXTERNAL = "external", "из другой организации"
        STUDENT = "student", "студент"
        PARTNER = "partner", "от партнёра"

    class Category(models.TextChoices):
        NONE = "", "нет"
        FIT = "fit", "соответствие занимаемой должности"
        FIRST = "first", "первая"
        HIGHEST = "highest", "высшая"
        MENTOR = "mentor", "педагог-наставник"
        METHODIST = "methodist", "педагог-методист"

    last_name = models.CharField("фамилия", max_length=100, validators=[validate_last_name])
    first_name = models.CharField("имя", max_length=100, validators=[validate_first_name])
    patronymic = models.CharField("отчество", max_length=100, blank=True, validators=[validate_patronymic])
    gender = models.CharField("пол", max_length=1, choices=Gender, blank=True)
    birth_date = models.DateField("дата рождения", null=True, blank=True, validators=[validate_not_future])
    origin = models.CharField("кто это", max_length=20, choices=Origin, default=Origin.STAFF)
    organisation = models.CharField("организация", max_length=300, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="партнёр"
    )
    school_class = models.CharField("класс", max_length=20, blank=True)
    post = models.CharField("должность", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="подразделение, группа")
    is_teacher = models.BooleanField("педагогический работник", default=True)
    staff_number = models.CharField("табельный номер", max_length=30, blank=True)
    hired_on = models.DateField("дата приёма", null=True, blank=True, validators=[validate_not_future])
    left_on = models.DateField("дата ухода", null=True, blank=True)
    works_since = models.DateField(
        "общий стаж считается с", null=True, blank=True, help_text="Стаж на любую дату считает портал."
    )
    teaches_since = models.DateField("педагогический стаж считается с", null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(
        "рабочих дней в неделю", default=5, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    category = models.CharField(
        "квалификационная категория", max_length=20, choices=Category, default=Category.NONE, blank=True
    )
    education = models.CharField("образование", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField("электронная почта", blank=True)
    admitted_on = models.DateField(
        "допуск к работе с детьми проверен",
        null=True,
        blank=True,
        validators=[validate_not_future],
        help_text="Дата, когда куратор видел документы. Сами документы портал не хранит.",
    )
    forms = models.JSONField("падежные формы", default=dict, blank=True)
    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="person", verbose_name="учётная запись"
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    search = models.TextField(editable=False, default="")
    sort_key = models.TextField(editable=False, default="", db_index=True)
    history = HistoricalRecords(verbose_name="изменение карточки", excluded_fields=["search", "sort_key"])

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "человек"
        verbose_name_plural = "люди"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_person_per_name_and_birth_date",
                fields=["sort_key", "birth_date"],
                condition=Q(birth_date__isnull=False),
                violation_error_message="Человек с таким именем и датой рождения уже есть: откройте его карточку.",
            ),
            models.CheckConstraint(
                name="person_leaves_after_being_hired",
                condition=Q(left_on__isnull=True) | Q(hired_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                violation_error_message="Дата ухода не может быть раньше даты приёма.",
            ),
            models.CheckConstraint(
                name="person_is_born_before_being_hired",
                condition=Q(birth_date__isnull=True) | Q(hired_on__isnull=True) | Q(hired_on__gt=F("birth_date")),
                violation_error_message="Дата приёма раньше даты рождения: проверьте обе даты.",
            ),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search", "sort_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address("people:person", self.pk)

    def clean(self):
        """Say the rules about dates at the field that is to be mended; the constraints stand behind them."""
        self.set_keys()  # the unique constraint speaks of the key
        if self.birth_date and self.hired_on and self.hired_on <= self.birth_date:
            raise ValidationError({"hired_on": "Дата приёма раньше даты рождения: проверьте обе даты."})
        if self.hired_on and self.left_on and self.left_on < self.hired_on:
            raise ValidationError({"left_on": "Дата ухода не может быть раньше даты приёма."})

    def set_keys(self):
        """Fill the columns by which people are found and sorted; bulk writers call it themselves."""
        self.search = search_key(self.last_name, self.first_name, self.patronymic, self.post)
        self.sort_key = sort_key(self.last_name, self.first_name, self.patronymic)

    @property
    def full_name(self):
        return " ".join(filter(None, [self.last_name, self.first_name, self.patronymic]))

    @property
    def short_name(self):
        """«Петрова А.С.», for lists and running text."""
        return surname_first(self.last_name, self.first_name, self.patronymic)

    @property
    def signature_name(self):
        """«А.С. Петрова», for signatures."""
        return initials_first(self.last_name, self.first_name, self.patronymic)

    @property
    def unfilled(self):
        """What the card of an employee still lacks: names of the data that papers, terms and indicators ask for."""
        if self.origin != Person.Origin.STAFF:
            return []
        asked = {"birth_date": "дата рождения", "post": "должность", "hired_on": "дата приёма"}
        if self.is_teacher:
            asked["teaches_since"] = "педагогический стаж"
        return [words for name, words in asked.items() if not getattr(self, name)]

    def age(self, on=None):
        """Full years on the day ``on`` (today); None without a birth date."""
        return age(self.birth_date, on or timezone.localdate()) if self.birth_date else None

    def teaching_months(self, on=None):
        """Teaching experience in full months on a day; None if unknown."""
        return _months(self.teaches_since, on)

    def work_months(self, on=None):
        """General experience in full months on a day; None if unknown."""
        return _months(self.works_since, on)

    def signers(self, on=None):
        """Who signs this person's consents on a day; a pupil whose birth date is unknown is taken for a minor."""
        years = self.age(on)
        if years is None:
            return Signers.BOTH if self.origin == Person.Origin.PUPIL else Signers.SELF
        if years < 14:
            return Signers.REPRESENTATIVE
        return Signers.BOTH if years < 18 else Signers.SELF

    def is_young_specialist(self, on=None, rules=None):
        """Young or beginning teacher by the institution's rules: age, experience, both or either.

        With «both» an unknown birth date does not stand in the way; an unknown experience always does.
        Source: methodology.md 3.4 (limits and what decides are settings).
        """
        if not self.is_teacher:
            return False
        rules, months, years = rules or Rules.load(), self.teaching_months(on), self.age(on)
        fresh = months is not None and months < rules.young_experience * 12
        young = years is not None and years <= rules.young_age
        match rules.young_by:
            case Rules.YoungBy.EITHER:
                return fresh or young
            case Rules.YoungBy.EXPERIENCE:
                return fresh
        return fresh and (young or years is None)


def _months(since, on):
    if since is None:
        return None
    on = on or timezone.localdate()
    return max((on.year - since.year) * 12 + on.month - since.month - (on.day < since.day), 0)
