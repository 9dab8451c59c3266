"""Rows of numbers: which there are, by what rule each runs, and the last number given."""

from django.db import models
from django.db.models import F
from simple_history.models import HistoricalRecords

from mentorship.common.checks import validate_order_pattern
from mentorship.institution.models import Institution


class Series(models.TextChoices):
    """Rows of numbers that run apart from each other within a calendar year (law.md 3.3)."""

    ORDERS = "orders", "приказы по основной деятельности"
    PERSONNEL = "personnel", "приказы по личному составу"
    CONSENTS = "consents", "согласия"
    AGREEMENTS = "agreements", "дополнительные соглашения"
    MINUTES = "minutes", "протоколы"
    NOTICES = "notices", "уведомления"
    ACTS = "acts", "акты"
    LETTERS = "letters", "письма и справки"


# Suffixes customary in institutions (law.md 3.3); the pattern of orders is a line of the institution's card.
PATTERNS = {
    Series.PERSONNEL: "{n}-лс",
    Series.CONSENTS: "{n}/{year}-С",
    Series.AGREEMENTS: "{n}/{yy}-ДС",
    Series.NOTICES: "{n}-у",
}


class SeriesRule(models.Model):
    """How one row of numbers runs in this institution; :meth:`of` gives the rule, the customary one if none is set."""

    class When(models.TextChoices):
        AT_SIGNING = "at_signing", "портал, в момент подписания"
        AFTER_SIGNING = "after_signing", "делопроизводитель после подписания, следующий по порядку"
        BY_HAND = "by_hand", "делопроизводитель вписывает номер сам"

    class Strictness(models.TextChoices):
        REFUSE = "refuse", "отказать"
        WARN = "warn", "предупредить и разрешить"

    series = models.CharField("ряд", max_length=20, choices=Series, unique=True)
    pattern = models.CharField(
        "вид номера",
        max_length=30,
        default="{n}",
        validators=[validate_order_pattern],
        help_text="{n} – порядковый номер за год, {year} – год, {yy} – две его последние цифры: «{n}-од», «{n}/{yy}».",
    )
    when = models.CharField("кто и когда даёт номер", max_length=20, choices=When, default=When.AT_SIGNING)
    gaps = models.CharField("если номер пропущен", max_length=10, choices=Strictness, default=Strictness.REFUSE)
    repeats = models.CharField("если номер уже занят", max_length=10, choices=Strictness, default=Strictness.REFUSE)
    index = models.CharField(
        "индекс дела по номенклатуре",
        max_length=20,
        blank=True,
        help_text="Например: 01-07. Встанет в карточку документа.",
    )
    place = models.CharField(
        "где хранится дело", max_length=150, blank=True, help_text="Например: папка 01-07, шкаф 2."
    )
    history = HistoricalRecords(verbose_name="изменение правила нумерации")

    class Meta:
        verbose_name = "правило нумерации"
        verbose_name_plural = "правила нумерации"

    def __str__(self):
        return self.get_series_display()

    @classmethod
    def of(cls, series):
        """The rule of ``series``; the pattern of orders always is the one of the institution's card."""
        rule = cls.objects.filter(series=series).first()
        rule = rule or cls(series=series, pattern=PATTERNS.get(series, "{n}"))
        if series == Series.ORDERS:
            rule.pattern = Institution.load().order_pattern
        return rule

    @property
    def is_given_at_printing(self):
        """A consent has its number before anybody signs it, so that the sheet finds its way back."""
        return self.series == Series.CONSENTS

    def number(self, n, year, suffix=""):
        """The number as papers show it: «45-од», with a suffix «45/1-од»."""
        return self.pattern.format(n=f"{n}{suffix}", year=year, yy=f"{year % 100:02}")


class Counter(models.Model):
    """The last number given in a series and year; the row is the lock of the series."""

    series = models.CharField("ряд", max_length=20, choices=Series)
    year = models.PositiveSmallIntegerField("год")
    value = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        verbose_name = "счётчик номеров"
        verbose_name_plural = "счётчики номеров"
        constraints = [models.UniqueConstraint(name="one_counter_per_series_and_year", fields=["series", "year"])]

    def __str__(self):
        return f"{self.get_series_display()}, {self.year}: {self.value}"

    @classmethod
    def take(cls, series, year):
        """Take the next number; gapless, because a rollback of the caller's transaction gives it back.

        Call inside ``atomic()`` before any check: the row is the lock of the series on both databases.
        """
        cls._locked(series, year).update(value=F("value") + 1)
        return cls.last(series, year)

    @classmethod
    def take_as_typed(cls, series, year, n):
        """Lock the series and note that ``n`` was given by hand; returns the last number before that."""
        cls._locked(series, year).update(value=F("value"))  # the write is the lock
        last = cls.last(series, year)
        cls.objects.filter(series=series, year=year, value__lt=n).update(value=n)
        return last

    @classmethod
    def last(cls, series, year):
        """The last number given, 0 before the first."""
        return cls.objects.filter(series=series, year=year).values_list("value", flat=True).first() or 0

    @classmethod
    def _locked(cls, series, year):
        cls.objects.bulk_create([cls(series=series, year=year)], ignore_conflicts=True)
        return cls.objects.filter(series=series, year=year)
