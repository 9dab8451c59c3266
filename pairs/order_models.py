"""What orders say of pairs: those issued here name them row by row, those of earlier years by number and date."""

from django.db import models
from simple_history.models import HistoricalRecords

from mentorship.documents.models import Paper, StoredFile


class EarlierOrder(models.Model):
    """An order on pairs that was issued on paper before the portal: named by its number and date, no number is taken."""

    number = models.CharField("номер", max_length=40)
    dated = models.DateField("дата", null=True, blank=True)
    title = models.CharField("заголовок", max_length=300, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан приказа"
    )
    history = HistoricalRecords(verbose_name="изменение прежнего приказа")

    class Meta:
        verbose_name = "приказ прежних лет"
        verbose_name_plural = "приказы прежних лет"
        ordering = ["-dated", "number"]
        constraints = [
            models.UniqueConstraint(
                name="earlier_order_once",
                fields=["number", "dated"],
                violation_error_message="Этот приказ уже внесён.",
            )
        ]

    def __str__(self):
        return f"Приказ № {self.number}" + (f" от {self.dated:%d.%m.%Y}" if self.dated else "")


class OrderLine(models.Model):
    """A bond named in an order on pairs: what the order does to it, and its row of the annex as it was issued.

    Later orders amend an annex by the difference between these rows and the present state, so that ``place`` counts
    the rows of the first order's annex, in a line of a later order too.
    """

    class Does(models.TextChoices):
        FIXES = "fixes", "закрепляет"
        RESTATES = "restates", "излагает строку заново"
        ENDS = "ends", "исключает"

    does = models.CharField("что делает", max_length=10, choices=Does, default=Does.FIXES)
    place = models.PositiveSmallIntegerField("строка приложения", null=True, blank=True)
    row = models.JSONField("строка, какой она издана", default=list, blank=True)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="bond_lines", verbose_name="приказ")
    bond = models.ForeignKey("pairs.Bond", models.PROTECT, related_name="order_lines", verbose_name="пара")

    class Meta:
        verbose_name = "пара в приказе"
        verbose_name_plural = "пары в приказах"
        constraints = [models.UniqueConstraint(name="bond_once_in_an_order", fields=["paper", "bond"])]

    def __str__(self):
        return f"{self.bond} – {self.paper}"
