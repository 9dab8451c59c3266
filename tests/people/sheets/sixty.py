"""Sixty invented members of staff as a list of many hands has them: each cell in its own manner, three of them wrong."""

from datetime import date, timedelta

from . import staff_list

WOMEN = [
    "Агапова",
    "Белкина",
    "Вяткина",
    "Гусева",
    "Дёмина",
    "Ежова",
    "Жукова",
    "Зотова",
    "Ивина",
    "Калинина",
    "Лыкова",
    "Маслова",
    "Носова",
    "Осипова",
    "Панина",
    "Рогова",
    "Седова",
    "Тихонова",
    "Уварова",
    "Фокина",
    "Хохлова",
    "Цветкова",
    "Чалова",
    "Шилова",
    "Щукина",
    "Юдина",
    "Яшина",
    "Бурова",
    "Вершинина",
    "Гордеева",
    "Дорохова",
    "Ефимова",
    "Жилина",
    "Злобина",
    "Ильина",
    "Круглова",
    "Лапина",
    "Мохова",
    "Наумова",
    "Орешкина",
    "Плетнёва",
    "Рыжова",
    "Сурикова",
    "Туманова",
    "Углова",
    "Фролова",
    "Хромова",
    "Царёва",
    "Чижова",
    "Шубина",
]
MEN = ["Авдеев", "Быстров", "Вихров", "Громов", "Дубов", "Ершов", "Зорин", "Клюев", "Лосев", "Мошкин"]
HER = (("Анна", "Игоревна"), ("Елена", "Павловна"), ("Софья", "Андреевна"), ("Наталья", "Олеговна"))
HIS = (("Илья", "Денисович"), ("Глеб", "Фёдорович"), ("Тимур", "Рустамович"))
MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
DAYS = (
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.day}.{day.month}.{day:%y}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year} г.",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: day,
)
SERVICE = (
    lambda years: f"{years} лет 3 мес.",
    lambda years: f"{years} л. 4 м.",
    lambda years: years,
    lambda years: f"{years},5",
)
CATEGORIES = ("ВКК", "1 кв. категория", "б/к", "СЗД", "I")
POSTS = ("воспитатель", "Воспитатель ", "учитель-логопед", "муз. руководитель", "старший воспитатель")
WRONG = {  # place in the list: (cell of the row, what stands there, what it should be)
    7: (1, "31.02.1984", "28.02.1984"),
    22: (5, "давно", "12 лет"),
    41: (1, "12.13.1990", "12.11.1990"),
}


def people():
    """Rows of the columns of ``staff_list``."""
    names = [f"{last} {' '.join(HER[place % 4])}" for place, last in enumerate(WOMEN)]
    names += [f"{last} {' '.join(HIS[place % 3])}" for place, last in enumerate(MEN)]
    rows = [_row(place, name) for place, name in enumerate(names)]
    for place, (cell, wrong, _) in WRONG.items():
        rows[place][cell] = wrong
    rows.insert(30, ["вакансия", "", "воспитатель", *[""] * 8])
    return rows


def _row(place, name):
    years = 24 - place // 3
    born, came = date(1966, 3, 5) + timedelta(days=151 * place), date(2026, 9, 1) - timedelta(days=365 * (years - 2))
    write, serve = DAYS[place % len(DAYS)], SERVICE[place % len(SERVICE)]
    name = (name.upper(), f"  {name.replace(' ', '  ')}", name)[min(place % 9, 2)]
    post, category = POSTS[place % len(POSTS)], CATEGORIES[place % len(CATEGORIES)]
    return [name, write(born), post, "", write(came), serve(years + 2), serve(years), category, "высшее", "", ""]


def sheet():
    """Bytes of the list: title, two-tier heading, numbers of columns, names in one column, a signature below."""
    return staff_list(people())
