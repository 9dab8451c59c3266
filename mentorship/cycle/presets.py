"""Presets: models of mentoring as data, read from the YAML files in the folder ``presets`` beside it.

A preset is copied into the institution's own roadmap and edited there; the file stays as it was, for «вернуть
к исходному». To add one, put ``<code>.yaml`` into the folder; the file is checked as a whole, every problem
at once. A preset has stages, a stage has rows; of a row only ``number`` and ``title`` must be given
(methodology.md 2.6, consequence 4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mentorship.common.russian import counted
from mentorship.common.yaml_text import parse

from . import terms

FOLDER = Path(__file__).parent / "presets"
ROLES = ("director", "deputy", "curator", "form_lead", "org_team", "pedsovet", "mentor", "mentee", "admin")
CANONICAL = range(8)
PRESET_KEYS = {
    "code",
    "title",
    "source",
    "institution_kind",
    "period",
    "forms",
    "forms_note",
    "meeting_norm_days",
    "goal",
    "stages",
}
STAGE_KEYS = {"number", "title", "canonical", "task", "term_text", "rows"}
ROW_KEYS = {
    "number",
    "title",
    "items",
    "term",
    "term_text",
    "roles",
    "result",
    "document",
    "questionnaire",
    "meeting_type",
    "note",
    "suggested",
}


class PresetError(ValueError):
    """A preset file that cannot be used; ``problems`` names each fault and its place."""

    def __init__(self, name: str, problems: list[str]):
        super().__init__(f"Пресет {name} не загружен:\n" + "\n".join(f"– {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class RowTemplate:
    """One activity (мероприятие) of the model.

    Attributes:
        term: mini-language of ``terms``; ``term_text``: the words of the source, empty if it gives none.
        items: numbered content of the row.
        roles: who answers for it, codes of ``ROLES``; empty if the source names nobody.
        document: kind of paper or record that closes the row; questionnaire: code of the form that serves it.
        suggested: not in the source, offered by the portal; copied only if the curator wants it.
    """

    number: str
    title: str
    term: terms.Term = terms.NONE
    term_text: str = ""
    items: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    result: str = ""
    document: str = ""
    questionnaire: str = ""
    meeting_type: str = ""
    note: str = ""
    suggested: bool = False


@dataclass(frozen=True)
class StageTemplate:
    """A stage (этап); ``canonical``: stages of the federal model that it covers, 1–7, or 0 outside them."""

    number: int
    title: str
    canonical: tuple[int, ...]
    rows: tuple[RowTemplate, ...]
    task: str = ""
    term_text: str = ""

    def resolved_terms(self) -> list[terms.Term]:
        """Terms of the rows in order, «inherit» replaced by the term of the row above."""
        return terms.resolve_all(row.term for row in self.rows)

    def term_texts(self) -> list[str]:
        """Words of the terms in order; a row that inherits its term says those of the row above."""
        texts: list[str] = []
        for row in self.rows:
            inherits = texts and row.term.has(terms.Kind.INHERIT)
            texts.append(row.term_text or (texts[-1] if inherits else ""))
        return texts


@dataclass(frozen=True)
class Preset:
    """A model of mentoring: ordered stages with their rows, and what the source says of the whole."""

    code: str
    title: str
    source: str
    stages: tuple[StageTemplate, ...]
    institution_kind: str = ""
    period_from: str = ""
    period_to: str = ""
    forms: tuple[str, ...] = ()
    forms_note: str = ""
    meeting_norm_days: int | None = None
    goal: str = ""

    @property
    def rows(self) -> tuple[RowTemplate, ...]:
        """Rows of the source, without the suggested ones."""
        return tuple(row for stage in self.stages for row in stage.rows if not row.suggested)

    @property
    def label(self) -> str:
        """Whose model it is and how large: «… (7 этапов, 26 строк)»."""
        size = f"{counted(len(self.stages), 'этап,этапа,этапов')}, {counted(len(self.rows), 'строка,строки,строк')}"
        return f"{self.source} ({size})"

    @property
    def has_terms(self) -> bool:
        """Whether the source says of any row when it is done."""
        return any(row.term != terms.NONE for row in self.rows)

    @property
    def suggested_rows(self) -> tuple[RowTemplate, ...]:
        return tuple(row for stage in self.stages for row in stage.rows if row.suggested)


def available() -> list[Preset]:
    """All presets, sorted by code."""
    return [load(code) for code in _codes()]


def model_choices() -> list[tuple[str, str]]:
    """The models to choose from: whose each is and how large."""
    return [(preset.code, preset.label) for preset in available()]


def suggestion_choices() -> list[tuple[str, str]]:
    """Rows that no source has and the portal offers beside it, as («code:number», words)."""
    return [
        (f"{preset.code}:{row.number}", f"{row.number}. {row.title} (модель: {preset.source})")
        for preset in available()
        for row in preset.suggested_rows
    ]


def chosen_suggestions(code: str, values: Iterable[str]) -> list[str]:
    """Numbers of the rows of model ``code`` among the chosen values of :func:`suggestion_choices`."""
    pairs = (value.split(":", 1) for value in values)
    return [number for preset, number in pairs if preset == code]


@cache
def load(code: str) -> Preset:
    """The preset of that code.

    Raises:
        PresetError: there is no such file, it is not YAML, or its content breaks the rules of this module.
    """
    if code not in _codes():  # also keeps «../» of a forged form out
        raise PresetError(code, [f"такого пресета нет; есть: {', '.join(_codes())}"])
    return read((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"), code)


def _codes() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read(text: str, code: str) -> Preset:
    """Build a preset from the text of its file, ``code`` being the file's name without «.yaml».

    Raises:
        PresetError: as in :func:`load`; all problems of the text at once.
    """
    try:
        data = parse(text)
    except yaml.YAMLError as error:
        raise PresetError(code, [f"файл не читается как YAML: {error}"]) from error
    reader = _Reader()
    preset = reader.preset(data, code)
    if reader.problems:
        raise PresetError(code, reader.problems)
    return preset


@dataclass
class _Reader:
    """Walks the data of a file; gathers problems instead of stopping at the first."""

    problems: list[str] = field(default_factory=list)

    def preset(self, data: Any, code: str) -> Preset | None:
        place = "пресет"
        if not self._mapping(data, place, PRESET_KEYS):
            return None
        if data.get("code") != code:
            self.problems.append(f"{place}: code «{data.get('code')}» не совпадает с именем файла «{code}»")
        period = data.get("period") or {}
        if self._mapping(period, f"{place}, period", {"from", "to"}):
            period_from, period_to = str(period.get("from", "")), str(period.get("to", ""))
        else:
            period_from = period_to = ""
        stages = tuple(self._stages(data))
        self._unique([row.number for stage in stages for row in stage.rows], "строки")
        self._unique([stage.number for stage in stages], "этапы")
        return Preset(
            code=code,
            title=self._text(data, "title", place, required=True),
            source=self._text(data, "source", place, required=True),
            stages=stages,
            institution_kind=self._text(data, "institution_kind", place),
            period_from=period_from,
            period_to=period_to,
            forms=self._texts(data, "forms", place),
            forms_note=self._text(data, "forms_note", place),
            meeting_norm_days=self._days(data, place),
            goal=self._text(data, "goal", place),
        )

    def _days(self, data: dict, place: str) -> int | None:
        days = data.get("meeting_norm_days")
        if days is not None and (not isinstance(days, int) or days < 1):
            self.problems.append(f"{place}: meeting_norm_days – целое число дней от 1")
            return None
        return days

    def _stages(self, data: dict) -> Iterator[StageTemplate]:
        stages = data.get("stages")
        if not isinstance(stages, list) or not stages:
            self.problems.append("пресет: нет ни одного этапа (stages)")
            return
        for index, stage in enumerate(stages, start=1):
            place = f"этап {index}"
            if not self._mapping(stage, place, STAGE_KEYS):
                continue
            yield StageTemplate(
                number=self._number(stage, place),
                title=self._text(stage, "title", place, required=True),
                canonical=self._canonical(stage, place),
                rows=tuple(self._rows(stage, place)),
                task=self._text(stage, "task", place),
                term_text=self._text(stage, "term_text", place),
            )

    def _rows(self, stage: dict, place: str) -> Iterator[RowTemplate]:
        rows = stage.get("rows")
        if not isinstance(rows, list) or not rows:
            self.problems.append(f"{place}: нет ни одной строки (rows)")
            return
        for index, row in enumerate(rows, start=1):
            where = f"{place}, строка {index}"
            if self._mapping(row, where, ROW_KEYS):
                yield self._row(row, where)

    def _row(self, row: dict, place: str) -> RowTemplate:
        number = self._text(row, "number", place, required=True)
        place = f"{place} ({number})"
        return RowTemplate(
            number=number,
            title=self._text(row, "title", place, required=True),
            term=self._term(row, place),
            items=self._texts(row, "items", place),
            roles=self._roles(row, place),
            suggested=row.get("suggested") is True,
            **{
                key: self._text(row, key, place)
                for key in ("term_text", "result", "document", "questionnaire", "meeting_type", "note")
            },
        )

    def _term(self, row: dict, place: str) -> terms.Term:
        try:
            return terms.parse(self._text(row, "term", place))
        except terms.TermError as error:
            self.problems.append(f"{place}: {error}")
            return terms.NONE

    def _roles(self, row: dict, place: str) -> tuple[str, ...]:
        roles = self._texts(row, "roles", place)
        for role in roles:
            if role not in ROLES:
                self.problems.append(f"{place}: роли «{role}» нет; есть: {', '.join(ROLES)}")
        return roles

    def _number(self, stage: dict, place: str) -> int:
        number = stage.get("number")
        if not isinstance(number, int) or number < 1:
            self.problems.append(f"{place}: number – целое число от 1")
            return 0
        return number

    def _canonical(self, stage: dict, place: str) -> tuple[int, ...]:
        stages = stage.get("canonical")
        if not isinstance(stages, list) or not stages or any(one not in CANONICAL for one in stages):
            self.problems.append(f"{place}: canonical – список чисел от 0 до 7, например [5, 6]")
            return ()
        return tuple(stages)

    def _mapping(self, data: Any, place: str, known: set[str]) -> bool:
        if not isinstance(data, dict):
            self.problems.append(f"{place}: здесь должны быть пары «ключ: значение»")
            return False
        for key in [key for key in data if key not in known]:
            self.problems.append(f"{place}: ключ «{key}» не известен; есть: {', '.join(sorted(known))}")
        return True

    def _text(self, data: dict, key: str, place: str, *, required: bool = False) -> str:
        value = data.get(key)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.problems.append(f"{place}: {key} – текст; возьмите «{value}» в кавычки")
            return str(value)
        if required and not value.strip():
            self.problems.append(f"{place}: не заполнено {key}")
        return value.strip()

    def _texts(self, data: dict, key: str, place: str) -> tuple[str, ...]:
        value = data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.problems.append(f"{place}: {key} – список текстов")
            return ()
        return tuple(value)

    def _unique(self, numbers: list, what: str) -> None:
        doubled = sorted({str(number) for number in numbers if numbers.count(number) > 1})
        if doubled:
            self.problems.append(f"{what}: повторяются номера {', '.join(doubled)}")
