"""The institution's card, its rules and calendar, and the dictionaries that everything else takes words from."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentorship.common.checks import (
    validate_first_name,
    validate_http_url,
    validate_inn,
    validate_last_name,
    validate_ogrn,
    validate_order_pattern,
    validate_patronymic,
    validate_phone,
)
from mentorship.common.memo import once_a_page
from mentorship.common.russian import date_digits
from mentorship.common.search import SearchQuerySet, search_key, sort_key

TIME_ZONES = [
    ("Europe/Kaliningrad", "Калининград (МСК−1)"),
    ("Europe/Moscow", "Москва (МСК)"),
    ("Europe/Samara", "Самара (МСК+1)"),
    ("Asia/Yekaterinburg", "Екатеринбург (МСК+2)"),
    ("Asia/Omsk", "Омск (МСК+3)"),
    ("Asia/Krasnoyarsk", "Красноярск, Новосибирск (МСК+4)"),
    ("Asia/Irkutsk", "Иркутск (МСК+5)"),
    ("Asia/Yakutsk", "Якутск (МСК+6)"),
    ("Asia/Vladivostok", "Владивосток (МСК+7)"),
    ("Asia/Magadan", "Магадан (МСК+8)"),
    ("Asia/Kamchatka", "Камчатка (МСК+9)"),
]


def validate_time_zone(value):
    if value not in available_timezones():
        raise ValidationError("Такого часового пояса нет. Выберите пояс из списка.")


class Singleton(models.Model):
    """A table of one row; ``load()`` gives it, unsaved with defaults while it was not filled."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    @once_a_page
    def load(cls):
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Institution(Singleton):
    """The one institution (учреждение) of this installation, as its papers name it."""

    class Kind(models.TextChoices):
        KINDERGARTEN = "kindergarten", "детский сад"
        SCHOOL = "school", "школа"
        EXTRA = "extra", "учреждение дополнительного образования"
        OTHER = "other", "другое"

    kind = models.CharField("вид учреждения", max_length=20, choices=Kind, default=Kind.KINDERGARTEN)
    founder = models.CharField("учредитель (строка над названием)", max_length=300, blank=True)
    full_name = models.CharField("полное название по уставу", max_length=500)
    short_name = models.CharField("краткое название по уставу", max_length=150)
    place = models.CharField(
        "место составления документов", max_length=100, help_text="Как в приказах: «г. Пролетарск»."
    )
    address = models.CharField("адрес", max_length=300)
    inn = models.CharField("ИНН", max_length=12, validators=[validate_inn])
    ogrn = models.CharField("ОГРН", max_length=15, validators=[validate_ogrn])
    phone = models.CharField("телефон", max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField("электронная почта", blank=True)
    site_url = models.CharField("адрес сайта", max_length=200, blank=True, validators=[validate_http_url])
    head_post = models.CharField("должность руководителя", max_length=150, help_text="Как в уставе: «Заведующий».")
    head_last_name = models.CharField("фамилия руководителя", max_length=100, validators=[validate_last_name])
    head_first_name = models.CharField("имя руководителя", max_length=100, validators=[validate_first_name])
    head_patronymic = models.CharField(
        "отчество руководителя", max_length=100, blank=True, validators=[validate_patronymic]
    )
    order_pattern = models.CharField(
        "вид номера приказа",
        max_length=30,
        default="{n}-од",
        validators=[validate_order_pattern],
        help_text="«{n}» заменяется порядковым номером за год: «{n}-од» даёт «45-од».",
    )
    time_zone = models.CharField(
        "часовой пояс",
        max_length=40,
        choices=TIME_ZONES,
        default="Europe/Moscow",
        validators=[validate_time_zone],
    )
    started_at = models.DateTimeField("портал настроен", null=True, blank=True, editable=False)
    history = HistoricalRecords(verbose_name="изменение карточки учреждения")

    class Meta:
        verbose_name = "учреждение"
        verbose_name_plural = "учреждение"

    def __str__(self):
        return self.short_name or "Учреждение"


class MenteeField(models.TextChoices):
    """What of a mentee's card his mentor may see; the name and the request he always does."""

    POST = "post", "должность или класс"
    UNIT = "unit", "подразделение, группа"
    ORGANISATION = "organisation", "организация"
    EDUCATION = "education", "образование"
    EXPERIENCE = "experience", "педагогический стаж"
    PHONE = "phone", "телефон"
    EMAIL = "email", "электронная почта"


def usual_mentee_fields():
    """What a mentor needs to work with a mentee; contacts only if the institution allows them."""
    return [MenteeField.POST.value, MenteeField.UNIT.value, MenteeField.EXPERIENCE.value]


class Rules(Singleton):
    """Thresholds and layout choices of the institution; defaults from methodology.md 3.4, 5.2, 5.4 and law.md 3.2."""

    class YoungBy(models.TextChoices):
        BOTH = "both", "и возраст, и стаж"
        EITHER = "either", "возраст или стаж"
        EXPERIENCE = "experience", "только стаж"

    class LabourGround(models.TextChoices):
        MENTORING = "351.8", "статья 351.8 Трудового кодекса (наставничество)"
        EXTRA_WORK = "60.2", "статья 60.2 Трудового кодекса (дополнительная работа)"

    labour_ground = models.CharField(
        "основание дополнительных соглашений с наставниками",
        max_length=10,
        choices=LabourGround,
        default=LabourGround.MENTORING,
    )
    silent_after_days = models.PositiveSmallIntegerField(
        "пара молчит, если встреч нет дольше (дней без каникул)",
        default=14,
        validators=[MinValueValidator(1)],
    )
    coming_days = models.PositiveSmallIntegerField("показывать предстоящие строки за (дней)", default=14)
    bond_end_grace_days = models.PositiveSmallIntegerField("срок строк «по завершении пары» (дней)", default=14)
    satisfied_from = models.DecimalField(
        "удовлетворён, если личный индекс не ниже",
        max_digits=3,
        decimal_places=1,
        default=Decimal(7),
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    hide_below = models.PositiveSmallIntegerField(
        "не показывать средние, если ответов меньше", default=3, validators=[MinValueValidator(3)]
    )
    mentees_per_mentor = models.PositiveSmallIntegerField(
        "не больше наставляемых у наставника", default=3, validators=[MinValueValidator(1)]
    )
    young_age = models.PositiveSmallIntegerField("молодой специалист: возраст до (лет)", default=35)
    young_experience = models.PositiveSmallIntegerField("молодой специалист: стаж меньше (лет)", default=3)
    young_by = models.CharField("молодой специалист: что решает", max_length=20, choices=YoungBy, default=YoungBy.BOTH)
    pupil_mentee_from = models.PositiveSmallIntegerField(
        "обучающийся может быть наставляемым с (лет)",
        default=10,
        validators=[MinValueValidator(3), MaxValueValidator(18)],
    )
    pupil_mentor_from = models.PositiveSmallIntegerField(
        "обучающийся может быть наставником с (лет)",
        default=14,
        validators=[MinValueValidator(7), MaxValueValidator(18)],
    )
    selection_percent = models.PositiveSmallIntegerField(
        "отбор наставников: советовать от (% баллов)", default=60, validators=[MaxValueValidator(100)]
    )
    mentee_fields = models.JSONField(
        "что наставник видит в карточке наставляемого", default=usual_mentee_fields, blank=True
    )
    pd_operator_address = models.CharField(
        "куда подать отзыв согласия",
        max_length=300,
        blank=True,
        help_text="Адрес или порядок; пусто – по адресу учреждения на имя руководителя.",
    )
    data_needed_months = models.PositiveSmallIntegerField(
        "данные участника нужны после его участия (месяцев)",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text="По ним делают отчёт за год и обновляют базы. Потом портал предложит данные уничтожить.",
    )
    takes_applications = models.BooleanField(
        "принимать заявки «Хочу стать наставником» с открытой страницы",
        default=False,
        help_text="Страница без входа в портал: ссылка появится на странице входа. Заявки разбирает куратор.",
    )
    history = HistoricalRecords(verbose_name="изменение правил")

    class Meta:
        verbose_name = "правила и пороги"
        verbose_name_plural = "правила и пороги"

    def __str__(self):
        return "Правила и пороги"


class Unit(models.Model):
    """A unit or group (подразделение, корпус, группа) of the institution."""

    title = models.CharField("название", max_length=150, unique=True)

    class Meta:
        verbose_name = "подразделение"
        verbose_name_plural = "подразделения"
        ordering = ["pk"]

    def __str__(self):
        return self.title


ENDS_SOON = timedelta(days=30)  # an agreement is asked about a month ahead


class PartnerQuerySet(SearchQuerySet):
    def visible_to(self, user):
        """Partners are no secret inside: all for those who see the institution's settings."""
        return self if user.has_perm("institution.view_partner") else self.none()

    def ending(self, on, within):
        """Agreements that ended by the day ``on`` or end within the days after it."""
        return self.filter(valid_until__lte=on + within)


class Partner(models.Model):
    """A partner (партнёр) and the agreement with it: what it gives and until when (methodology.md 9, row 30)."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "образовательная организация"
        COLLEGE = "college", "колледж, вуз"
        ENTERPRISE = "enterprise", "предприятие"
        CULTURE = "culture", "учреждение культуры или спорта"
        NGO = "ngo", "общественная организация"
        OTHER = "other", "другое"

    title = models.CharField("название", max_length=300, unique=True)
    kind = models.CharField("кто это", max_length=20, choices=Kind, default=Kind.SCHOOL)
    agreement_number = models.CharField("номер соглашения", max_length=60, blank=True)
    agreement_date = models.DateField("дата соглашения", null=True, blank=True)
    valid_until = models.DateField(
        "действует до", null=True, blank=True, help_text="Пусто – без срока или соглашения ещё нет."
    )
    gives = models.TextField(
        "что даёт", blank=True, help_text="Наставники, площадка, стажировка, подарки: словами, как в соглашении."
    )
    contact = models.CharField("с кем связаться", max_length=300, blank=True)
    search = models.TextField(editable=False, default="")
    sort_key = models.TextField(editable=False, default="", db_index=True)
    history = HistoricalRecords(verbose_name="изменение партнёра", excluded_fields=["search", "sort_key"])

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "партнёр"
        verbose_name_plural = "партнёры"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(valid_until__isnull=True)
                | Q(agreement_date__isnull=True)
                | Q(valid_until__gte=F("agreement_date")),
                violation_error_message="Соглашение не может закончиться раньше, чем подписано.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.search = search_key(self.title, self.gives, self.contact, self.agreement_number)
        self.sort_key = sort_key(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("institution:partner", args=[self.pk])

    @property
    def agreement(self):
        """«соглашение № 3 от 01.09.2026»; empty while there is none."""
        number = f" № {self.agreement_number}" if self.agreement_number else ""
        day = f" от {date_digits(self.agreement_date)}" if self.agreement_date else ""
        return f"соглашение{number}{day}" if number or day else ""

    def in_force(self, on):
        """Whether the agreement holds on the day ``on``; without a term it holds."""
        return bool(self.agreement) and (self.valid_until is None or on <= self.valid_until)


class QuietPeriod(models.Model):
    """Days that do not count for the rhythm of meetings: holidays, vacations, certification weeks."""

    title = models.CharField("что это", max_length=150)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    history = HistoricalRecords(verbose_name="изменение календаря")

    class Meta:
        verbose_name = "тихий период"
        verbose_name_plural = "календарь: каникулы и тихие недели"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="quiet_period_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Период не может закончиться раньше, чем начался.",
            ),
        ]

    def __str__(self):
        return f"{self.title}: {self.starts_on:%d.%m.%Y} – {self.ends_on:%d.%m.%Y}"

    @classmethod
    @once_a_page
    def spans(cls):
        """All quiet periods as (first day, last day) pairs, for the pure functions of common.calendar."""
        return list(cls.objects.values_list("starts_on", "ends_on"))


class CalendarDay(models.Model):
    """A day that differs from the week and from the holidays of ст. 112 ТК РФ: a transferred day off or working day."""

    day = models.DateField("день", unique=True)
    works = models.BooleanField("рабочий", default=False, help_text="Не отмечено – выходной.")
    title = models.CharField("почему", max_length=150, blank=True)

    class Meta:
        verbose_name = "перенесённый день"
        verbose_name_plural = "календарь: перенесённые дни"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day:%d.%m.%Y} – {'рабочий' if self.works else 'выходной'}"


class Act(models.Model):
    """An act of the normative base that papers may name as a ground, with the days of its force."""

    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("вид, автор, дата, номер", max_length=300)
    name = models.CharField("название в кавычках", max_length=500, blank=True)
    about = models.TextField("о чём", blank=True)
    effective_from = models.DateField("действует с", null=True, blank=True)
    effective_to = models.DateField("действует по", null=True, blank=True)
    is_local = models.BooleanField("локальный акт учреждения", default=False)
    history = HistoricalRecords(verbose_name="изменение акта")

    class Meta:
        verbose_name = "нормативный акт"
        verbose_name_plural = "нормативная база"
        ordering = ["is_local", "pk"]

    def __str__(self):
        return self.title

    def in_force(self, on):
        """Whether the act may be a ground of a paper dated ``on``."""
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_to is None or on <= self.effective_to
        )


class MentoringForm(models.Model):
    """A form of mentoring (форма наставничества): «педагог – педагог» and others, methodology.md 3.1."""

    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("название", max_length=150)
    enabled = models.BooleanField("применяется в учреждении", default=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "форма наставничества"
        verbose_name_plural = "формы наставничества"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title


class MentoringKind(models.Model):
    """A kind of mentoring (вид наставничества), one of the seven of methodology.md 3.2."""

    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("название", max_length=150)
    about = models.TextField("в чём состоит", blank=True)
    enabled = models.BooleanField("применяется в учреждении", default=True)
    keeps_rhythm = models.BooleanField("действует норма «раз в две недели»", default=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "вид наставничества"
        verbose_name_plural = "виды наставничества"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title


class Topic(models.Model):
    """A topic of the one dictionary: what mentees find hard (затруднение) and what mentors are strong in."""

    code = models.SlugField("код", max_length=40, unique=True)
    area = models.CharField("область", max_length=100)
    title = models.CharField("название", max_length=150)
    enabled = models.BooleanField("применяется в учреждении", default=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "тема"
        verbose_name_plural = "темы: затруднения и сильные стороны"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title


class Criterion(models.Model):
    """A criterion of choosing a mentor (критерий отбора): 0 to 3 points times the weight; a required one is met or not."""

    code = models.SlugField("код", max_length=40, unique=True)
    text = models.CharField("критерий", max_length=200)
    weight = models.PositiveSmallIntegerField("вес", default=1, validators=[MaxValueValidator(10)])
    is_required = models.BooleanField("обязательное условие (без баллов)", default=False)
    enabled = models.BooleanField("применяется в учреждении", default=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)
    history = HistoricalRecords(verbose_name="изменение критерия")

    class Meta:
        verbose_name = "критерий отбора наставников"
        verbose_name_plural = "критерии отбора наставников"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.text
