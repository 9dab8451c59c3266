"""What pairs hold about a person, and what a withdrawal stops here."""

from mentorship.accounts import journal
from mentorship.common.workflow import Missing
from mentorship.people.models import Consent
from mentorship.people.own_data import BY_ARCHIVE, BY_CONSENT
from mentorship.people.subject_data import Table, table
from mentorship.people.withdrawal import obstacles, stops

from .models import Bond, Meeting

MEMBERS = "members__participation__person"
WORDS_OF_MEETINGS = (
    *("topic", "place", *Meeting.OWN_WORDS, "task_until", "former_done", "remark"),
    *("search", "search_topic"),
)


def register():
    """Called once at start-up."""
    table(
        "bonds",
        "Пары и группы",
        Table("pairs.BondMember", "participation__person"),
        Table("pairs.Bond", MEMBERS, wipe=("goal", "ending_reason")),
        ground=BY_CONSENT,
        keeps="форма, период и состав пары без имени: итоги прошлых лет; приказ о закреплении – архивный документ",
        order=33,
    )
    table(
        "meetings",
        "Встречи и отметки",
        Table("pairs.MeetingMark", "participation__person", wipe=("comment",)),
        Table("pairs.Meeting", f"bond__{MEMBERS}", wipe=WORDS_OF_MEETINGS),
        ground=BY_CONSENT,
        keeps="дата, время, длительность и вид встречи без имени: учёт встреч прошлых лет",
        order=34,
    )
    table(
        "agreements",
        "Соглашения о наставничестве и строки приказов",
        Table("pairs.Agreement", f"bond__{MEMBERS}"),
        Table("pairs.OrderLine", f"bond__{MEMBERS}"),
        ground=BY_ARCHIVE,
        keeps="соглашения к трудовому договору и приложения к приказам хранят 50 лет",
        order=35,
    )
    journal.watch("pairs:mentee_card", journal.Action.VIEW, "Карточка наставляемого (наставнику)", subject="person_pk")
    journal.watch("pairs:agreement_scan", journal.Action.VIEW, "Скан дополнительного соглашения")
    journal.watch("pairs:bond", journal.Action.VIEW, "Пара")
    journal.watch("pairs:list", journal.Action.LIST, "Пары и группы")
    journal.watch("pairs:export", journal.Action.EXPORT, "Пары и группы")
    stops.add(stopped_bonds)
    obstacles.add(open_bonds)


def _open(person):
    return Bond.objects.open().filter(members__participation__person=person).distinct().with_people()


def stopped_bonds(consent):
    """Open pairs in which the person mentors or is mentored: they wait for a decision."""
    if consent.kind in (Consent.Kind.PUBLICATION, Consent.Kind.PICTURE):
        return []
    return [
        Missing(f"Пара {bond}: встреч больше не проводят, завершите её или замените участника", bond.get_absolute_url())
        for bond in _open(consent.person)
    ]


def open_bonds(person):
    """Pairs that must end before the data of their member are destroyed."""
    return [Missing(f"Сначала завершите пару {bond}.", bond.get_absolute_url()) for bond in _open(person)]
