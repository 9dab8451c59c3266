"""The thresholds and layout choices of the institution."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from .singleton import Singleton


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

    class Quorum(models.TextChoices):
        MORE_THAN_HALF = "half", "больше половины"
        TWO_THIRDS = "two_thirds", "не менее двух третей"

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
    quorum = models.CharField(
        "кворум заседания по уставу", max_length=20, choices=Quorum, default=Quorum.MORE_THAN_HALF
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

    def is_quorum(self, present, members):
        """Whether a body of so many members may decide when so many are present."""
        if self.quorum == self.Quorum.TWO_THIRDS:
            return present * 3 >= members * 2
        return present * 2 > members
