"""People, entered once, and the papers in which they agree to something."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentorship.accounts.models import User
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
from mentorship.documents.models import StoredFile
from mentorship.institution.models import Rules, Unit

EXPIRES_SOON = timedelta(days=30)


class Gender(models.TextChoices):
    MALE = "m", "мужской"
    FEMALE = "f", "женский"


class Signers(models.TextChoices):
    """Who signs a consent, by the age of the participant (law.md 2.4)."""

    SELF = "self", "сам участник"
    BOTH = "both", "законный представитель и участник"
    REPRESENTATIVE = "representative", "законный представитель"


class PublicField(models.TextChoices):
    """What of a person may go public, each by its own tick in the consent (law.md 2.3)."""

    NAME = "name", "фамилия, имя, отчество"
    POST = "post", "должность"
    EXPERIENCE = "experience", "стаж работы"
    CATEGORY = "category", "квалификационная категория"
    PHOTO = "photo", "фотография"
    REVIEW = "review", "отзыв об участии в программе"
    VIDEO = "video", "видеозапись"


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
        youngest = add_months(on, -12 * (rules.young_age + 1))
        return self.present(on).filter(
            Q(birth_date__isnull=True) | Q(birth_date__gt=youngest),
            is_teacher=True,
            teaches_since__gt=add_months(on, -12 * rules.young_experience),
        )

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
    category = models.CharField(
        "квалификационная категория", max_length=20, choices=Category, default=Category.NONE, blank=True
    )
    education = models.CharField("образование", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField("электронная почта", blank=True)
    forms = models.JSONField("исправленные падежные формы", default=dict, blank=True)
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
        return reverse("people:person", args=[self.pk])

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
        """Young or beginning teacher by the institution's rules: experience below and, if known, age up to the limit.

        Source: methodology.md 3.4 (limits are settings).
        """
        rules, months = rules or Rules.load(), self.teaching_months(on)
        if not self.is_teacher or months is None or months >= rules.young_experience * 12:
            return False
        years = self.age(on)
        return years is None or years <= rules.young_age


def _months(since, on):
    if since is None:
        return None
    on = on or timezone.localdate()
    return max((on.year - since.year) * 12 + on.month - since.month - (on.day < since.day), 0)


class ConsentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Consents of the people whose registries ``user`` keeps, and one's own."""
        if user.has_perm("people.view_consent"):
            return self
        return self.filter(person__user=user)

    def in_force(self, on=None):
        """Consents signed, not withdrawn and not expired on the day ``on`` (today)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on),
            signed_on__lte=on,
        )

    def unsigned(self):
        """Printed and not yet marked signed."""
        return self.filter(signed_on__isnull=True)

    def expiring(self, on=None, within=EXPIRES_SOON):
        """In force on the day ``on`` (today) and about to end, with no later one to follow."""
        on = on or timezone.localdate()
        later = Consent.objects.in_force(on).filter(person=OuterRef("person"), kind=OuterRef("kind"))
        later = later.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on + within))
        return self.in_force(on).filter(~Exists(later), valid_until__lte=on + within)


class Consent(models.Model):
    """One separate consent of one person (law.md 1.2, 2.1–2.3): never two on one sheet."""

    class Kind(models.TextChoices):
        PROCESSING = "processing", "на обработку персональных данных"
        PUBLICATION = "publication", "на распространение (публикацию) персональных данных"
        MENTOR = "mentor", "на выполнение работы по наставничеству"
        MENTEE = "mentee", "на участие в качестве наставляемого"

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name="человек")
    kind = models.CharField("вид согласия", max_length=20, choices=Kind)
    number = models.CharField("номер", max_length=40, unique=True)
    text_version = models.PositiveSmallIntegerField("редакция текста", default=1)
    details = models.JSONField("что указано в согласии", default=dict, blank=True)
    blocks = models.JSONField("текст", default=list, blank=True, editable=False)
    representative = models.CharField("законный представитель", max_length=300, blank=True)
    representative_document = models.CharField("чем подтверждены полномочия", max_length=300, blank=True)
    printed_on = models.DateField("распечатано", default=timezone.localdate)
    signed_on = models.DateField("подписано", null=True, blank=True, validators=[validate_not_future])
    valid_until = models.DateField("действует до", null=True, blank=True)
    withdrawn_on = models.DateField("отозвано", null=True, blank=True)
    withdrawal_reason = models.CharField("как и почему отозвано", max_length=300, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан")
    history = HistoricalRecords(verbose_name="изменение согласия", excluded_fields=["blocks"])

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["person__sort_key", "kind", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_withdrawn_after_signed",
                condition=Q(withdrawn_on__isnull=True) | Q(signed_on__isnull=False, withdrawn_on__gte=F("signed_on")),
                violation_error_message="Отозвать можно только подписанное согласие и не раньше дня подписания.",
            ),
            models.CheckConstraint(
                name="consent_ends_after_signed",
                condition=Q(valid_until__isnull=True) | Q(signed_on__isnull=True) | Q(valid_until__gte=F("signed_on")),
                violation_error_message="Срок согласия не может кончиться раньше, чем оно подписано.",
            ),
        ]

    def __str__(self):
        return f"Согласие № {self.number} {self.get_kind_display()}: {self.person}"

    def get_absolute_url(self):
        return reverse("people:consent", args=[self.pk])

    def signers(self):
        """Who signs it, by the age on the day it was printed."""
        return self.person.signers(self.printed_on)

    def status(self, on=None):
        """(code, words) of the consent on a day: printed, in_force, withdrawn or expired."""
        on = on or timezone.localdate()
        if self.withdrawn_on and self.withdrawn_on <= on:
            return "withdrawn", f"отозвано {self.withdrawn_on:%d.%m.%Y}"
        if not self.signed_on or self.signed_on > on:
            return "printed", f"распечатано {self.printed_on:%d.%m.%Y}, не подписано"
        if self.valid_until and self.valid_until < on:
            return "expired", f"истекло {self.valid_until:%d.%m.%Y}"
        return "in_force", f"действует с {self.signed_on:%d.%m.%Y}"


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lists on their way in are seen by those who keep people."""
        return self if user.has_perm("people.change_importrun") else self.none()


class ImportRun(models.Model):
    """A staff list on its way in: the sheet as it was read, the columns chosen, what happened."""

    class State(models.TextChoices):
        READ = "read", "прочитан"
        DONE = "done", "загружен"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="файл")
    table = models.JSONField("таблица", default=dict)
    mapping = models.JSONField("столбцы", default=dict)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.READ)
    created = models.PositiveIntegerField("добавлено", default=0)
    changed = models.PositiveIntegerField("изменено", default=0)
    unchanged = models.PositiveIntegerField("без изменений", default=0)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="кто загружал")
    started_at = models.DateTimeField("когда", default=timezone.now)
    finished_at = models.DateTimeField("закончено", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка списка"
        verbose_name_plural = "загрузки списков"
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.file} ({timezone.localtime(self.started_at):%d.%m.%Y})"

    def get_absolute_url(self):
        return reverse(
            "people:import_report" if self.state == self.State.DONE else "people:import_columns", args=[self.pk]
        )

    @property
    def is_done(self):
        return self.state == self.State.DONE
