"""The institution itself: its card and its units."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
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

from .singleton import Singleton

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


class Unit(models.Model):
    """A unit or group (подразделение, корпус, группа) of the institution."""

    title = models.CharField("название", max_length=150, unique=True)

    class Meta:
        verbose_name = "подразделение"
        verbose_name_plural = "подразделения"
        ordering = ["pk"]

    def __str__(self):
        return self.title
