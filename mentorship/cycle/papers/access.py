"""O17 of law.md 4.3: «Об утверждении перечня лиц, имеющих доступ к персональным данным в портале» (ПП 1119, п. 13)."""

from django import forms

from mentorship.accounts.models import Role, RoleGrant
from mentorship.common.cases import Case
from mentorship.common.russian import date_words
from mentorship.common.widgets import DayInput
from mentorship.common.workflow import Missing
from mentorship.documents import blocks, kinds, orders
from mentorship.institution.grounds import ground
from mentorship.people import samples
from mentorship.people.choices import PersonChoice
from mentorship.people.models import Person
from mentorship.people.naming import acquainted, told

from ..paper_forms import OrderForm, controlled_by, order_kind

HEADING = "Об утверждении перечня лиц, имеющих доступ к персональным данным в портале наставничества"
COLUMNS = [
    {"title": "№", "width": 6, "align": "center"},
    {"title": "Фамилия, имя, отчество", "width": 24},
    {"title": "Должность", "width": 24},
    {"title": "Роль", "width": 24},
    {"title": "Объём доступа", "width": 22},
]
# What each role sees (methodology.md 1.2); the municipal coordinator sees no names and is not in the list.
EXTENT = {
    Role.CURATOR: "сведения об участниках, согласия, пары, ответы на анкеты",
    Role.DIRECTOR: "сведения об участниках, документы, обобщённые ответы на анкеты",
    Role.ADMIN: "учётные записи и роли, справочники, журнал событий, резервные копии",
    Role.ORGANISER: "сведения об участниках и парах по своей форме наставничества",
    Role.SECRETARY: "реквизиты и сканы документов",
}
MENTORS = ["Наставники по приказу о закреплении", "–", "наставник", "сведения о своих наставляемых"]
PROMISES = [
    "не разглашать персональные данные, ставшие мне известными в связи с работой в портале, и не передавать их"
    " третьим лицам без законного основания;",
    "входить в портал только под своей учётной записью и не сообщать пароль другим;",
    "не копировать и не выгружать сведения, если этого не требуют мои обязанности;",
    "сообщать ответственному за обработку персональных данных о каждом случае утечки или попытки доступа;",
    "прекратить обработку данных, если я лишусь права доступа.",
]


class Form(OrderForm):
    headed = HEADING
    usual_acts = ("fz152", "pp1119")

    responsible = PersonChoice(
        Person.objects.none(),
        label="Ответственный за обработку персональных данных",
        error_messages={"required": "Выберите, кто отвечает за обработку персональных данных."},
    )
    signed_until = forms.DateField(label="Обязательства подписать до", widget=DayInput)
    field_order = ["responsible", "signed_until", "acts", "control"]

    def clean_signed_until(self):
        day = self.cleaned_data["signed_until"]
        if day < self.on:
            raise forms.ValidationError("Этот день уже прошёл: выберите сегодняшний или более поздний.")
        return day


def sample():
    """A filled sample for the catalogue."""
    people = samples.people()
    answers = {"responsible": people[1], "signed_until": samples.DAY.replace(day=10), "control": None}
    roles = zip(people, (Role.CURATOR, Role.ADMIN, Role.ORGANISER), strict=False)
    rows = [[person.full_name, person.post, role.label, EXTENT[role]] for person, role in roles]
    return _text(samples.institution(), answers | {"acts": [samples.LAW_ON_DATA]}, rows, people[:3])


def write(institution, answers):
    """Blocks of the order; the list is that of the roles in force."""
    rows, people = [], []
    for grant in _grants():
        person = getattr(grant.user, "person", None)
        if grant.role != Role.DIRECTOR:  # he signs the order
            people.append(person)
        name, post = (person.full_name, person.post) if person else (grant.user.full_name, "")
        rows.append([name, post or "–", grant.get_role_display(), EXTENT[grant.role]])
    return _text(institution, answers, rows, people)


def _grants(on=None):
    """Roles in force of accounts that may sign in, by name."""
    grants = RoleGrant.objects.in_force(on).filter(user__is_active=True, role__in=EXTENT)
    return grants.select_related("user__person").order_by("user__sort_key", "role")


def _text(institution, answers, rows, people):
    responsible = answers["responsible"]
    rows = [[f"{number}.", *row] for number, row in enumerate([*rows, MENTORS], 1)]
    return orders.order(
        institution,
        heading=HEADING,
        ground=ground(answers["acts"], "в целях защиты персональных данных участников наставничества"),
        items=[
            blocks.item(
                "Утвердить перечень лиц, имеющих доступ к персональным данным в портале (приложение № 1).", key="list"
            ),
            blocks.item(
                "Утвердить форму обязательства о неразглашении персональных данных (приложение № 2).", key="promise"
            ),
            blocks.item(
                "Назначить ответственным за организацию обработки персональных данных {ответственного}.",
                key="responsible",
                words={"ответственного": told(responsible, Case.ACCUSATIVE, "кого назначают")},
            ),
            *orders.task_items(
                "Ответственному {ответственному}:",
                [
                    "получить у лиц, указанных в перечне, подписанные обязательства до {дня}",
                    "закрывать доступ в день увольнения, перевода или окончания полномочий",
                    "проверять перечень и журнал событий не реже одного раза в квартал",
                ],
                key="tasks",
                words={
                    "ответственному": told(responsible, Case.DATIVE, "кому поручают"),
                    "дня": (date_words(answers["signed_until"]), "до какого дня собрать обязательства"),
                },
            ),
            controlled_by(answers["control"]),
        ],
        acquainted=acquainted([*people, responsible, answers["control"]]),
        annexes=[
            orders.annex(institution, "Перечень лиц, имеющих доступ к персональным данным в портале", number=1),
            blocks.table(COLUMNS, rows, key="columns"),
            orders.annex(institution, "", number=2),
            *_obligation(institution),
        ],
    )


def _obligation(institution):
    return [
        blocks.doc_title("ОБЯЗАТЕЛЬСТВО"),
        blocks.paragraph("о неразглашении персональных данных", indent=False, bold=True, align="center"),
        blocks.fill_line("Я,", "фамилия, имя, отчество, должность"),
        blocks.paragraph(f"({institution.short_name}), обязуюсь:", indent=False),
        *[blocks.paragraph(f"– {promise}", key=f"promise_{place}") for place, promise in enumerate(PROMISES, 1)],
        blocks.paragraph(
            "Об ответственности за разглашение персональных данных по законодательству Российской Федерации "
            "предупреждён (предупреждена).",
            key="warned",
        ),
        blocks.signoff(),
    ]


def gate(answers, on):
    """A list of nobody is refused."""
    return [] if _grants(on).exists() else [Missing("В портале нет ни одной действующей роли: перечень пуст.")]


KIND = order_kind(
    code="order_access",
    title="Приказ о перечне лиц, имеющих доступ к персональным данным",
    group=kinds.Group.OFFICE,
    about="Кто и что видит в портале – по действующим ролям; форма обязательства о неразглашении.",
    ground="152-ФЗ; постановление Правительства РФ от 01.11.2012 № 1119, п. 13",
    form=Form,
    write=write,
    sample=sample,
    gate=gate,
    dative=["responsible"],
    accusative=["responsible"],
)
