"""The dictionaries that everything else takes words from: acts, forms and kinds of mentoring, topics, criteria."""

import re

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

_REWARDS = re.compile(r"поощрени|стимулир|премир|оплат", re.IGNORECASE)


class ActQuerySet(models.QuerySet):
    def own(self):
        """Local acts of the institution by their own names, without «локальные акты учреждения» in general."""
        return self.filter(is_local=True).exclude(code="local")


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

    objects = ActQuerySet.as_manager()

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

    @property
    def is_about_rewards(self):
        """Whether the act is of pay and rewards by its title: a ground for orders that pay or reward, for no others."""
        return bool(_REWARDS.search(self.title))


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

    # codes of the kinds that rules ask about; ONE_TO_ONE has no place for a second mentee
    ONE_TO_ONE, GROUP, VIRTUAL = "traditional", "group", "virtual"

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


def _years(what):
    told = "Укажите от 1 до 60 лет; оставьте пустым, если это не условие."
    return models.PositiveSmallIntegerField(
        what, null=True, blank=True, validators=[MinValueValidator(1, told), MaxValueValidator(60, told)]
    )


class Honour(models.Model):
    """An award from above the institution (награда) and what it asks for; an empty condition is not asked.

    Source: law.md 6.1, 6.2: the Указ names five years, the conditions of the other awards each institution fills in.
    """

    title = models.CharField(
        "награда",
        max_length=200,
        unique=True,
        error_messages={"unique": "Такая награда уже есть в справочнике: откройте её."},
    )
    ground = models.CharField("чем установлена", max_length=300, blank=True)
    mentoring_years = _years("стаж наставничества, не меньше (лет)")
    teaching_years = _years("педагогический стаж, не меньше (лет)")
    service_years = _years("стаж в учреждении, не меньше (лет)")
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="нужна прежняя награда"
    )
    quota = models.PositiveSmallIntegerField("представлений в год, не больше", null=True, blank=True)
    enabled = models.BooleanField("применяется в учреждении", default=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)
    history = HistoricalRecords(verbose_name="изменение награды")

    class Meta:
        verbose_name = "награда и её условия"
        verbose_name_plural = "награды и их условия"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title

    @property
    def asks_service(self):
        """Whether the institution has said how long one must have worked for it."""
        return any((self.mentoring_years, self.teaching_years, self.service_years))
