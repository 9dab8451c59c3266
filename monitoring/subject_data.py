"""What monitoring holds about a person."""

from mentorship.accounts import journal
from mentorship.people.own_data import BY_CONSENT
from mentorship.people.subject_data import ALL, Table, table


def register():
    """Called once at start-up."""
    table(
        "awards",
        "Поощрения",
        Table("monitoring.Award", "person", wipe=ALL),
        ground=BY_CONSENT,
        keeps="вид и год поощрения без имени: итоги прошлых лет; приказ о поощрении – документ по личному составу",
        order=36,
    )
    action = journal.Action
    journal.watch("monitoring:awards", action.LIST, "Поощрения")
    journal.watch("monitoring:certificate", action.PRINT, "Грамота, благодарность")
    journal.watch("monitoring:inspection", action.PRINT, "Комплект для проверки")
