"""How this institution's papers look and who must read them: the standard as default, every number a setting."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from mentorship.institution.models import Singleton


def _millimetres(title, default, least, most, **kwargs):
    return models.DecimalField(
        f"{title}, мм",
        max_digits=4,
        decimal_places=1,
        default=Decimal(default),
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        **kwargs,
    )


class PaperSettings(Singleton):
    """Geometry of the page and ways of acquaintance; defaults are ГОСТ Р 7.0.97-2025 (law.md 3.2, 3.3)."""

    class Command(models.TextChoices):
        CAPS = "caps", "ПРИКАЗЫВАЮ:"
        SPACED = "spaced", "п р и к а з ы в а ю:"

    class Ways(models.TextChoices):
        BOTH = "both", "отметка в портале и подпись на листе"
        PAPER = "paper", "только подпись на листе"
        PORTAL = "portal", "только отметка в портале (на листе – у кого нет доступа)"

    label = models.CharField("по каким правилам", max_length=60, default="ГОСТ Р 7.0.97-2025")
    margin_left = _millimetres(
        "левое поле", 20, 5, 50, help_text="У документов, которые хранят дольше 10 лет, портал ставит не меньше 30 мм."
    )
    margin_right = _millimetres("правое поле", 10, 5, 50)
    margin_top = _millimetres("верхнее поле", 20, 15, 50)
    margin_bottom = _millimetres("нижнее поле", 20, 5, 50)
    size = models.DecimalField(
        "размер шрифта, пт",
        max_digits=3,
        decimal_places=1,
        default=Decimal(14),
        validators=[MinValueValidator(12), MaxValueValidator(14)],
    )
    size_table = models.DecimalField(
        "размер шрифта в таблицах, пт",
        max_digits=3,
        decimal_places=1,
        default=Decimal(12),
        validators=[MinValueValidator(8), MaxValueValidator(14)],
    )
    line_height = models.DecimalField(
        "межстрочный интервал",
        max_digits=3,
        decimal_places=2,
        default=Decimal("1.15"),
        validators=[MinValueValidator(1), MaxValueValidator(Decimal("1.5"))],
    )
    indent = _millimetres("абзацный отступ", "12.5", 0, 30)
    command_style = models.CharField("слово «ПРИКАЗЫВАЮ»", max_length=10, choices=Command, default=Command.CAPS)
    heading_bold = models.BooleanField("заголовок полужирный", default=True)
    mirror = models.BooleanField("двусторонняя печать: поле для подшивки меняет сторону", default=False)

    acquaintance = models.CharField("как знакомят с приказами", max_length=10, choices=Ways, default=Ways.BOTH)
    acquaint_days = models.PositiveSmallIntegerField(
        "срок ознакомления, рабочих дней", default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    return_days = models.PositiveSmallIntegerField(
        "напоминать о скане через (дней после печати)",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    history = HistoricalRecords(verbose_name="изменение оформления документов")

    GEOMETRY = (
        "label",
        "margin_left",
        "margin_right",
        "margin_top",
        "margin_bottom",
        "size",
        "size_table",
        "line_height",
        "indent",
        "command_style",
        "heading_bold",
        "mirror",
    )

    class Meta:
        verbose_name = "оформление документов"
        verbose_name_plural = "оформление документов"

    def __str__(self):
        return "Оформление документов"

    @property
    def acquaints_in_portal(self):
        return self.acquaintance != self.Ways.PAPER

    @property
    def acquaints_on_paper(self):
        return self.acquaintance != self.Ways.PORTAL

    @property
    def is_standard(self):
        """Whether the page is the one of the standard."""
        standard = type(self)()
        return all(getattr(self, name) == getattr(standard, name) for name in self.GEOMETRY)
