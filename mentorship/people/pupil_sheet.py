"""A list of pupils and those who answer for them: what its columns mean and what a row says.

Pure: a table in, rows out. Values are named as the fields of ``Person``; ``guardians`` is a list of dicts with the
fields of ``Guardian``: only what the consents for a child need (law.md 2.4).
"""

import re
from dataclasses import replace
from datetime import date

from mentorship.common.periods import age
from mentorship.common.russian import clean_name, clean_text, date_digits
from mentorship.common.search import search_key
from mentorship.common.sheet_tables import Table

from . import name_cells
from . import staff_cells as cells
from .import_fields import Field, FieldSet, ListRow, Where, counted_off, name_problems, people_twice
from .staff_cells import CellError
from .staff_sheet import STAFF

OLDEST = 21  # the last year of school for those who began late
KINSHIP = {
    "мать": "мать",
    "мама": "мать",
    "отец": "отец",
    "папа": "отец",
    "бабушка": "бабушка",
    "дедушка": "дедушка",
    "опекун": "опекун",
    "попечитель": "попечитель",
    "усыновитель": "усыновитель",
    "приемный родитель": "приёмный родитель",
}
KIN_WORD = re.compile(rf"\b({'|'.join(KINSHIP)})\b", re.IGNORECASE)
PHONE = re.compile(r"(?:тел\w*\.?:?\s*)?(\+?\d[\d\s().-]{8,}\d)")
CLASS = re.compile(
    r"(?P<year>1[012]|[1-9])\s*[-–«\"(]*\s*(?P<letter>(?!кл)[a-zа-яё]?)\s*[»\")]*\s*"
    r"(?:кл(?:асс\w*|\.)?)?(?:[.,;(–—-].*)?$",
    re.IGNORECASE,
)
LATIN_CLASSES = str.maketrans("ABCEKMHT", "АВСЕКМНТ")
NEXT_ONE = re.compile(r"[;\n]|,\s*(?=[А-ЯЁ])")
GUARDIAN_ADVICE = "Пишите так: Иванова Мария Петровна, мать, 8 900 000-00-00."
LIMITS = {"school_class": 20, "address": 300, "document": 300}
REPRESENTATIVE = "законный представитель"
# Which column of a guardian's name the columns of his phone and address belong to.
ABOUT = {"mother": "мать", "father": "отец", "guardian": ""}


def full_name(value, notes):
    """The child's name; whoever answers for it may stand in the same cell: «Котов Илья, мама Котова Мария»."""
    text = cells.as_text(value)
    if not (kin := KIN_WORD.search(text.replace("ё", "е"))):
        return name_cells.full_name(value, notes)
    return name_cells.full_name(text[: kin.start()].rstrip(" \n,;:([–—-"), notes) | {
        "beside": guardians(re.sub(r"[()\[\]]", " ", text[kin.start() :]), notes)
    }


def school_class(value, notes):
    """«5 «А»», «5а класс», «5-А», «5 «А» класс. Классный руководитель …» → «5А»; other words stay as they are."""
    text = clean_text(cells.as_text(value))
    if found := CLASS.match(text):
        text = found["year"] + found["letter"].upper().translate(LATIN_CLASSES)
    else:
        text = re.sub(r"\s*класс\w*\s*", " ", text, flags=re.IGNORECASE).strip(" ,")
    if len(text) > LIMITS["school_class"]:
        raise CellError(f"больше {LIMITS['school_class']} знаков.", "Пишите так: 5А.")
    return {"school_class": text if text not in cells.EMPTY else ""}


def guardians(value, notes):
    """Everybody named in a cell, with the word of kinship and the phone that stand beside the name."""
    text = cells.as_text(value)
    parts = [part for part in NEXT_ONE.split(text) if part.strip(" ,.")]
    return [_guardian(part, notes) for part in parts if search_key(part) not in ("", "нет")]


def _guardian(part, notes):
    found = {"full_name": "", "kinship": "", "phone": "", "email": ""}
    if phone := PHONE.search(part):
        found["phone"] = cells.phone(phone[1], notes)["phone"]
        part = part.replace(phone[0], " ")
    while kin := KIN_WORD.search(part.replace("ё", "е")):  # «бабушка-опекун»: the one who answers comes last
        found["kinship"] = KINSHIP[kin[1].lower()]
        part = part[: kin.start()] + " " + part[kin.end() :].lstrip("- ")
    name = " ".join(_capitals(word) for word in clean_name(re.sub(r"[()\[\]:,–—]|\s-\s", " ", part)).split())
    if not re.fullmatch(r"[А-ЯЁа-яёA-Za-z.\s'-]+", name) or len(name.split()) < 2 or len(name) > 300:
        raise CellError(f"непонятно, кто представитель: «{clean_text(part)[:80]}».", GUARDIAN_ADVICE)
    if "." in name:
        notes.append(f"у представителя инициалы: «{name}». Для согласия понадобится полное имя.")
    return found | {"full_name": name}


def _capitals(word):
    return word if "." in word else name_cells.capitals(word)


def _of(code):
    return lambda value, notes: {code: guardians(value, notes)}


def _short(code):
    def read(value, notes):
        text = clean_text(cells.as_text(value))
        if len(text) > LIMITS[code]:
            raise CellError(f"больше {LIMITS[code]} знаков.", "Сократите запись.")
        return {f"guardian_{code}": "" if text in cells.EMPTY else text}

    return read


def _contact(code, read, name):
    return lambda value, notes: {code: read(value, notes)[name]}


def _also(code, *synonyms, read):
    made = STAFF.fields[code]
    return replace(made, synonyms=(*made.synonyms, *synonyms), read=read)


PUPILS = FieldSet(
    (
        _also(
            "full_name",
            *("=ребенок", "=воспитанник", "=обучающийся", "=ученик", "=учащийся", "фи", "ф и", "фамилия имя"),
            read=full_name,
        ),
        STAFF.fields["last_name"],
        STAFF.fields["first_name"],
        STAFF.fields["patronymic"],
        STAFF.fields["given_names"],
        STAFF.fields["birth_date"],
        STAFF.fields["gender"],
        Field("school_class", "Класс", ("=класс", "класс из заголовков", "класс литера"), school_class),
        STAFF.fields["unit"],
        Field(
            "mother", "Мать", ("=мать", "=мама", "фио матери", "фамилия имя отчество матери", "мать фио"), _of("mother")
        ),
        Field(
            "mother_phone",
            "Телефон матери",
            ("телефон матери", "тел матери", "телефон мамы", "мать телефон", "мать тел", "мать контакты"),
            _contact("mother_phone", cells.phone, "phone"),
        ),
        Field("father", "Отец", ("=отец", "=папа", "фио отца", "фамилия имя отчество отца", "отец фио"), _of("father")),
        Field(
            "father_phone",
            "Телефон отца",
            ("телефон отца", "тел отца", "телефон папы", "отец телефон", "отец тел", "отец контакты"),
            _contact("father_phone", cells.phone, "phone"),
        ),
        Field(
            "guardian",
            "Законный представитель",
            (
                "законный представитель",
                "родитель",
                "родители",
                "представитель",
                "фио родителя",
                "фио родителей",
                "фио законного представителя",
                "фамилия имя отчество родителя",
                "фамилия имя отчество родителей",
                "сведения о родителях",
                "опекун",
            ),
            _of("guardian"),
        ),
        Field(
            "guardian_phone",
            "Телефон представителя",
            (
                "телефон родителя",
                "телефон родителей",
                "телефон представителя",
                "телефон законного представителя",
                "контактный телефон",
                "телефон",
                "тел",
                "номер телефона",
                "родитель телефон",
                "=контакты",
            ),
            _contact("guardian_phone", cells.phone, "phone"),
        ),
        Field(
            "guardian_email",
            "Почта представителя",
            ("электронная почта", "почта родителя", "e mail", "email", "почта", "эл почта"),
            _contact("guardian_email", cells.email, "email"),
        ),
        Field(
            "guardian_address",
            "Адрес представителя",
            ("адрес", "домашний адрес", "адрес проживания", "место жительства"),
            _short("address"),
        ),
        Field(
            "guardian_document",
            "Чем подтверждены полномочия",
            ("документ о полномочиях", "свидетельство о рождении", "акт об опеке", "основание полномочий"),
            _short("document"),
        ),
        Field("phone", "Телефон самого ребёнка", ("=телефон самого", "=личный телефон"), cells.phone),
    ),
    never=r"место работы|должность",
    fillers=r"ребенка|воспитанника|воспитанницы|обучающегося|ученика|учащегося|детей|полное",
)


def mapping_problems(mapping: dict[int, str | None]) -> list[str]:
    """Why rows cannot be read with this choice of columns; empty if they can."""
    return [*PUPILS.twice(mapping), *name_problems(mapping)]


def parse_rows(
    table: Table, mapping: dict[int, str | None], *, today: date, progress=lambda done, total: None
) -> list[ListRow]:
    """Read every row of the table; bad values become problems of their row."""
    where, rows = Where(table, mapping, PUPILS), []
    for row in counted_off(table.rows, progress):
        made = where.read(row)
        _check_age(made, where, today)
        _gather_guardians(made, where, today)
        rows.append(made)
    people_twice(rows, where)
    return rows


def _check_age(made, where, today):
    if not (born := made.values.get("birth_date")):
        return
    if born > today:
        message = f"дата рождения не может быть позже сегодняшней ({date_digits(today)})."
        made.problems.append(where.problem(made, "birth_date", message))
    elif age(born, today) > OLDEST:
        message = f"возраст получается {age(born, today)}: это не обучающийся?"
        made.problems.append(where.problem(made, "birth_date", message, "Проверьте год рождения."))


def _gather_guardians(made, where, today):
    """Put those who answer for the child together from their columns; a phone without a name is told."""
    gathered = {}
    for one in made.values.pop("beside", ()):
        gathered[search_key(one["full_name"])] = one
    for code, kinship in ABOUT.items():
        named = made.values.pop(code, [])
        phone = made.values.pop(f"{code}_phone", "")
        if phone and named and not named[0]["phone"]:
            named[0]["phone"] = phone
        elif phone and not named:
            gathered.setdefault("loose", (f"{code}_phone", phone))
        for one in named:
            one["kinship"] = one["kinship"] or kinship or REPRESENTATIVE
            gathered.setdefault(search_key(one["full_name"]), one)
    code, phone = gathered.pop("loose", ("", ""))
    found = list(gathered.values())
    details = {name: made.values.pop(f"guardian_{name}", "") for name in ("email", "address", "document")}
    if found:
        found[0] |= {name: text for name, text in details.items() if text}
        if phone and not found[0]["phone"]:
            found[0]["phone"] = phone
    elif phone:
        message = "телефон есть, а имени представителя нет: телефон не загружен."
        made.problems.append(where.problem(made, code, message, level="warning"))
    made.values["guardians"] = found
    born = made.values.get("birth_date")
    if not found and (born is None or age(born, max(today, born)) < 18):
        message = "законный представитель не указан: без него не подписать согласие за ребёнка."
        made.problems.append(where.problem(made, "guardian", message, level="warning"))
