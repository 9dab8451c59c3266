"""The consent that is ticked under an application: all that 152-ФЗ, ст. 9 asks of one not given in writing."""

from mentorship.common.russian import counted

from .models import KEPT, UNANSWERED


def consent_words(card, rules):
    """The text as the page shows it and the application keeps it.

    Args:
        card: the institution, the operator of the data.
        rules: where a withdrawal is sent, unless to the institution's own address.
    """
    kept, unanswered = (counted(term.days, "день,дня,дней") for term in (KEPT, UNANSWERED))
    return (
        f"Я соглашаюсь, чтобы {card.full_name} ({card.address}) обрабатывало данные этой заявки: фамилию, имя,"
        " отчество; кем я работаю или откуда; телефон или почту; темы и слова, которые я здесь написал(а). Цель –"
        " рассмотреть заявку и связаться со мной. Что с данными делают: собирают, записывают, хранят, используют,"
        " удаляют – в портале и на бумаге; другим лицам не передают и не публикуют. Согласие действует до решения по"
        f" заявке, но не дольше чем {unanswered}, и ещё {kept} после решения; потом заявка стирается. Отозвать"
        f" согласие можно раньше: {rules.pd_operator_address or card.address}."
    )
