"""Invented people and an invented institution for filled samples of papers; nothing of it is in the database."""

from datetime import date

from mentorship.institution.models import Act, Institution

from .models import Person

DAY = date(2026, 9, 1)
MIDDLE = date(2027, 1, 15)
LAST_DAY = date(2027, 5, 31)
YEAR = "2026/27 учебный год"
LAW_ON_DATA = Act(title="Федеральный закон от 27.07.2006 № 152-ФЗ", name="О персональных данных")
LABOUR_ARTICLE = Act(title="Статья 351.8 Трудового кодекса РФ")
LETTER = Act(
    title="Письмо Минпросвещения России № АЗ-1128/08 и Общероссийского Профсоюза образования № 657 от 21.12.2021"
)
PRINCIPLES = Act(
    title="Распоряжение Правительства РФ от 31.12.2019 № 3273-р",
    name="Об утверждении основных принципов национальной системы профессионального роста педагогических работников "
    "Российской Федерации, включая национальную систему учительского роста",
)
TARGET_MODEL = [LETTER, PRINCIPLES]


def institution():
    """The kindergarten of the samples."""
    return Institution(
        founder="Управление образования администрации города Приозёрска",
        full_name="Муниципальное бюджетное дошкольное образовательное учреждение «Детский сад № 17 «Ласточка»",
        short_name="МБДОУ д/с № 17 «Ласточка»",
        place="г. Приозёрск",
        address="188700, г. Приозёрск, ул. Садовая, д. 5",
        inn="4712000003",
        ogrn="1024700000005",
        phone="+7 813 700-00-17",
        email="sad17@example.ru",
        site_url="https://sad17.example.ru",
        head_post="Заведующий",
        head_last_name="Громова",
        head_first_name="Вера",
        head_patronymic="Андреевна",
    )


def people():
    """Six people: a senior educator, two deputies, a speech therapist, an educator, a young educator."""
    return [
        _person("Лебедева", "Ольга", "Сергеевна", "старший воспитатель"),
        _person("Ершова", "Нина", "Павловна", "заместитель заведующего по учебно-воспитательной работе"),
        _person("Тихонов", "Олег", "Юрьевич", "педагог-психолог"),
        _person("Зимина", "Полина", "Олеговна", "учитель-логопед"),
        _person("Котова", "Софья", "Ивановна", "воспитатель"),
        _person("Белкина", "Дарья", "Петровна", "воспитатель"),
    ]


def _person(last, first, patronymic, post):
    gender = "m" if patronymic.endswith("ич") else "f"
    return Person(
        last_name=last, first_name=first, patronymic=patronymic, post=post, gender=gender, hired_on=date(2020, 9, 1)
    )


def acts(first=LETTER):
    """The grounds that orders of the samples name: ``first`` and the institution's own regulation."""
    return [
        first,
        Act(title="Положение о наставничестве, утверждённое приказом от 28.08.2026 № 39-од", is_local=True),
    ]
