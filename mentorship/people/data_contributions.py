"""What the protection of personal data gives to the layers around people: the journal, checks, duties by a day."""

from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.urls import reverse
from django.utils import timezone

from mentorship.accounts import journal
from mentorship.accounts.models import Role
from mentorship.accounts.rights import grant
from mentorship.accounts.workflow import set_active
from mentorship.common.registry import NavItem, QueueRow, QueueRule, navigation, queue_rules
from mentorship.common.russian import counted, date_digits
from mentorship.documents import kinds, sanity

from . import access_list, destroyed_list, destruction_act, own_data, permissions, withdrawal
from .models import DataTask, Person
from .workflow import destruction

NEAR = timedelta(days=5)
MOST_ROWS = 10


def register():
    """Called once at start-up."""
    watch_pages()
    user_logged_in.connect(refuse_those_who_left, dispatch_uid="people.refuse_those_who_left")
    grant(Role.CURATOR, "people.datatask", "view", "change")
    grant(Role.DIRECTOR, "people.datatask", "view")
    navigation.add(
        NavItem(
            "Персональные данные", "people:data_index", "shield-lock", "Документы", 45, permissions.can_list_consents
        )
    )
    terms = "Срок по 152-ФЗ: отзыв согласия, требование прекратить обработку, запрос человека."
    queue_rules.add(QueueRule("data_tasks", "Сроки по персональным данным", terms, due, order=15))
    ended = "После участия прошёл срок, на который нужны данные (в «Правилах»): они подлежат уничтожению."
    queue_rules.add(QueueRule("data_purpose_ended", "Данные больше не нужны", ended, no_more_needed, order=65))
    own_data.register()
    kinds.register(access_list.KIND)
    destruction_act.register(take_effect=destruction.carry_out)
    sanity.checks.append(destroyed_list.damages)
    sanity.checks.append(journal.missing_triggers)
    sanity.checks.append(journal.breaks)


def refuse_those_who_left(sender, request, user, **kwargs):
    """The last day may have been noted beforehand: from the next one on the account is closed at its first use."""
    left = Person.objects.filter(user=user, left_on__lt=timezone.localdate()).first()
    if left is not None and user.is_active:
        set_active(user, active=False, by=None)
        logout(request)


def due(user, today):
    """Duties by their day, the first due before."""
    if not permissions.can_keep_consents(user):
        return []
    tasks = DataTask.objects.open().select_related("person")[:MOST_ROWS]
    return [_due_row(task, today) for task in tasks]


def _due_row(task, today):
    left = task.days_left(today)
    over = (
        f"просрочено на {counted(-left, 'день,дня,дней')}" if left < 0 else f"осталось {counted(left, 'день,дня,дней')}"
    )
    return QueueRow(
        task.person.short_name,
        f"{task.get_kind_display().capitalize()} до {date_digits(task.due_on)}: {over}",
        task.get_absolute_url(),
        "Открыть",
        urgency=0 if left < 0 else 1 if task.due_on <= today + NEAR else 2,
        icon="shield-lock",
    )


def no_more_needed(user, today):
    """One line for all whose purpose has ended."""
    if not permissions.can_keep_consents(user):
        return []
    found = withdrawal.purpose_ended(today)
    if not found:
        return []
    who = counted(len(found), "человек,человека,человек")
    why = f"Цель обработки достигнута: {who}, первый – {found[0][0].short_name}"
    return [QueueRow("К уничтожению", why, reverse("people:data_index"), "Открыть список", urgency=2, icon="trash")]


def watch_pages():
    """Pages that show or change personal data; whose they are is told by the address or by the view."""
    action = journal.Action
    for name, verb, what in (
        ("person", action.VIEW, "Карточка человека"),
        ("edit", action.VIEW, "Правка карточки"),
        ("leave", action.VIEW, "Уход отмечен"),
        ("correct_form", action.CHANGE, "Падежная форма"),
        ("give_access", action.CHANGE, "Доступ в портал"),
        ("consent_prepare", action.PRINT, "Согласие подготовлено"),
        ("data", action.VIEW, "Персональные данные участника"),
        ("extract", action.EXTRACT, "Выписка «Всё о человеке»"),
        ("data_ask", action.CHANGE, "Запрос о персональных данных"),
        ("destroy", action.VIEW, "Подготовка уничтожения"),
        ("destroy_now", action.DESTROY, "Уничтожение подтверждено"),
    ):
        journal.watch(f"people:{name}", verb, what, subject="pk")
    for name, verb, what in (
        ("access_list", action.PRINT, "Перечень лиц с доступом"),
        ("data_index", action.LIST, "Персональные данные: сроки"),
        ("task_done", action.CHANGE, "Задача по персональным данным"),
        ("me", action.VIEW, "Своя карточка"),
        ("list", action.LIST, "Список людей"),
        ("export", action.EXPORT, "Список людей"),
        ("add", action.VIEW, "Новая карточка"),
        ("import", action.VIEW, "Загрузка списка"),
        ("import_columns", action.VIEW, "Загрузка списка: столбцы"),
        ("import_check", action.VIEW, "Загрузка списка: проверка"),
        ("import_problems", action.EXPORT, "Загрузка списка: замечания"),
        ("consents", action.LIST, "Список согласий"),
        ("consents_export", action.EXPORT, "Список согласий"),
        ("consents_print", action.PRINT, "Пакет согласий"),
        ("consent", action.VIEW, "Согласие"),
        ("consent_pdf", action.PRINT, "Согласие, PDF"),
        ("consent_docx", action.PRINT, "Согласие, DOCX"),
        ("consent_scan", action.PRINT, "Скан согласия"),
        ("consent_sign", action.CHANGE, "Согласие подписано"),
        ("consent_correct", action.CHANGE, "Запись о подписи исправлена"),
        ("consent_unsign", action.CHANGE, "Отметка о подписи снята"),
        ("consent_drop", action.CHANGE, "Бланк согласия отменён"),
        ("consent_attach", action.CHANGE, "Скан согласия приложен"),
        ("consent_withdraw", action.VIEW, "Отзыв согласия"),
    ):
        journal.watch(f"people:{name}", verb, what)
