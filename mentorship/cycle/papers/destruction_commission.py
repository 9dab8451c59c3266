"""O18 of law.md 4.3: «О комиссии по уничтожению персональных данных» (приказ Роскомнадзора от 28.10.2022 № 179)."""

from mentorship.common.cases import Case
from mentorship.documents import blocks, kinds, orders
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PeopleChoice, PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, once, told

from ..paper_forms import OrderForm, controlled_by, order_kind

HEADING = "О комиссии по уничтожению персональных данных"
COLUMNS = [
    {"title": "№", "width": 8, "align": "center"},
    {"title": "Фамилия, имя, отчество", "width": 37},
    {"title": "Должность", "width": 35},
    {"title": "Роль", "width": 20},
]
TASKS = [
    "определять, какие персональные данные подлежат уничтожению, и проверять, что срок их хранения истёк",
    "уничтожать данные в сроки, установленные статьёй 21 Федерального закона «О персональных данных»",
    "оформлять акт и прилагать к нему выгрузку из журнала событий, хранить их три года",
]
# What an act must name (приказ № 179, пп. 3–5), with the words under the line.
ACT = [
    ("Оператор", "наименование и адрес учреждения"),
    ("Лицо, обрабатывавшее данные по поручению оператора", "наименование, адрес; «нет», если такого лица не было"),
    ("Субъект персональных данных", "фамилия, имя, отчество или иное обозначение"),
    ("Перечень категорий уничтоженных данных", ""),
    ("Информационная система или материальный носитель", "наименование, число листов"),
    ("Способ уничтожения", ""),
    ("Причина уничтожения", ""),
    ("Дата уничтожения", ""),
]


class Form(OrderForm):
    headed = HEADING
    usual_acts = ("fz152", "rkn179")

    chair = PersonChoice(
        Person.objects.none(),
        label="Председатель комиссии",
        error_messages={"required": "Выберите, кто возглавит комиссию."},
    )
    members = PeopleChoice(
        Person.objects.none(),
        label="Члены комиссии",
        error_messages={"required": "Укажите не менее двух членов комиссии."},
    )
    field_order = ["chair", "members", "acts", "control"]

    def clean(self):
        data = super().clean()
        chair, members = data.get("chair"), data.get("members") or []
        if chair and chair in members:
            self.add_error("members", "Председатель уже выбран выше: уберите его из членов.")
        elif "members" in data and len(members) < 2:
            self.add_error("members", "Укажите не менее двух членов комиссии.")
        return data


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    answers = {"chair": people[1], "members": people[2:4], "acts": [samples.LAW_ON_DATA], "control": None}
    return write(samples.institution(), answers)


def write(institution, answers):
    """Blocks of the order by the answers of its form."""
    chair, members = answers["chair"], once(answers["members"])
    people = [(chair, "председатель"), *[(member, "член комиссии") for member in members]]
    rows = [[f"{number}.", person.full_name, person.post, role] for number, (person, role) in enumerate(people, 1)]
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "в целях уничтожения персональных данных, цель обработки которых достигнута"),
        items=[
            blocks.item(
                "Создать комиссию по уничтожению персональных данных в составе согласно приложению № 1.", key="create"
            ),
            blocks.item(
                "Председателем комиссии назначить {председателя}.",
                key="chair",
                words={"председателя": told(chair, Case.ACCUSATIVE, "кто руководит комиссией")},
            ),
            *orders.task_items("Комиссии:", TASKS, key="tasks"),
            blocks.item("Утвердить форму акта об уничтожении персональных данных (приложение № 2).", key="act"),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([chair, *members, answers["control"]]),
        annexes=[
            orders.annex(institution, "Состав комиссии по уничтожению персональных данных", number=1),
            blocks.table(COLUMNS, rows, key="columns"),
            orders.annex(institution, "", number=2),
            blocks.doc_title("АКТ"),
            blocks.paragraph("об уничтожении персональных данных", indent=False, bold=True, align="center"),
            *[blocks.fill_line(label, hint) for label, hint in ACT],
            blocks.paragraph("Приложение: выгрузка из журнала событий на ____ л.", indent=False),
            blocks.signature("Председатель комиссии", ""),
            blocks.signature("Член комиссии", ""),
            blocks.signature("Член комиссии", ""),
        ],
    )


KIND = order_kind(
    code="order_destruction",
    outlives=True,
    title="Приказ о комиссии по уничтожению персональных данных",
    group=kinds.Group.OFFICE,
    about="Состав и задачи комиссии, форма акта об уничтожении.",
    ground="152-ФЗ, ст. 21; приказ Роскомнадзора от 28.10.2022 № 179",
    form=Form,
    write=write,
    sample=sample,
    accusative=["chair"],
)
