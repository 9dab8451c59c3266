"""Partners and the agreements with them."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentorship.common.russian import date_digits
from mentorship.common.search import SearchQuerySet, search_key, sort_key

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
