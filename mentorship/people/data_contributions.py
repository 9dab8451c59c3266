"""What the protection of personal data gives to the layers around people: the journal, checks, duties by a day."""

from mentorship.accounts import journal
from mentorship.documents import sanity


def register():
    """Called once at start-up."""
    watch_pages()
    sanity.checks.append(journal.missing_triggers)
    sanity.checks.append(journal.breaks)


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
    ):
        journal.watch(f"people:{name}", verb, what, subject="pk")
    for name, verb, what in (
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
        ("consent_attach", action.CHANGE, "Скан согласия приложен"),
        ("consent_withdraw", action.VIEW, "Отзыв согласия"),
    ):
        journal.watch(f"people:{name}", verb, what)
