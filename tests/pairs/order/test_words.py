"""The words of the order on pairs: cases, numbers, grounds, its annex."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentorship.common.russian import date_words
from mentorship.documents import blocks
from mentorship.documents import workflow as documents
from mentorship.documents.blocks import validate
from mentorship.institution.grounds import ground, named_act
from mentorship.institution.models import Act
from mentorship.people.models import Consent, Person
from mentorship.registry.models import Participation, Side
from pairs import papers, workflow
from pairs.models import Agreement
from tests.factories import (
    BondFactory,
    KindFactory,
    ParticipationFactory,
    PersonFactory,
)
from tests.pairs.order.acts import only
from tests.pairs.papers.said import items

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_order_on_one_pair_word_by_word(order, pair, today):
    paper = order(pair)
    end = pair.ends_on
    validate(paper.blocks)
    assert [block["type"] for block in paper.blocks][:6] == [
        "letterhead",
        "doc_title",
        "requisites",
        "heading",
        "paragraph",
        "command",
    ]
    assert paper.title == only(paper, "heading")["text"] == "О закреплении наставнической пары"
    assert only(paper, "requisites")["place"] == "г. Новореченск"
    words = f"с {date_words(today)} по {date_words(end)}"
    assert items(paper) == [
        f"Закрепить {words} наставническую пару в составе согласно приложению.",
        "Наставнику Беловой М.П., воспитателю:",
        "составить персонализированную программу наставничества и представить её куратору до 15 января 2027 г.;",
        "проводить встречи с наставляемым не реже одного раза в две недели;",
        "вести учёт проведённых встреч.",
        "Куратору Ивановой И.И., старшему воспитателю:",
        "оказывать наставнику и наставляемому методическую поддержку, контролировать ход персонализированной программы;",
        "ознакомить наставника и наставляемого с настоящим приказом под подпись в течение трёх рабочих дней "
        "со дня его издания;",
        f"подготовить отчёт о результатах наставничества до {date_words(end)}",
        "Контроль за исполнением настоящего приказа оставляю за собой.",
    ]
    assert (only(paper, "signature")["post"], only(paper, "signature")["name"]) == ("Заведующий", "А.С. Петрова")


def test_a_group_other_periods_and_control_by_another(order, pair, wanted, mentees, today):
    group = workflow.propose(**wanted(mentees=mentees[1:], ends_on=today + 60 * DAY))
    deputy = PersonFactory(last_name="Соколов", first_name="Пётр", patronymic="Ильич", gender="m", post="методист")
    paper = order(pair, group, control=deputy.pk)
    assert paper.title == "О закреплении наставнических пар и групп"
    first, *_, last = items(paper)
    assert first == "Закрепить наставнические пары и группы в составе и на сроки согласно приложению."
    assert last == "Контроль за исполнением настоящего приказа возложить на Соколова П.И., методиста."


def test_two_mentors_and_no_rhythm_for_single_meetings(order, pair, cycle, today):
    speed = KindFactory(code="speed", title="Скоростное")
    speed.keeps_rhythm = False
    speed.save()
    other = PersonFactory(
        last_name="Зимин", first_name="Олег", patronymic="Юрьевич", gender="m", post="учитель-логопед"
    )
    mentor = ParticipationFactory(cycle=cycle, side=Side.MENTOR, person=other)
    mentee = ParticipationFactory(cycle=cycle, side=Side.MENTEE)
    second = BondFactory(cycle=cycle, members=[mentor, mentee], starts_on=today, ends_on=pair.ends_on)
    for bond in (pair, second):
        bond.kinds.set([speed])
    paper = order(pair, second)
    assert "Наставникам Беловой М.П., воспитателю, и Зимину О.Ю., учителю-логопеду:" in items(paper)
    assert not any("не реже" in text for text in items(paper))


KINDS = [("remote", "Виртуальное (дистанционное)"), ("short", "Краткосрочное")]


def test_the_annex_names_everybody_with_posts_and_consents(order, wanted, mentees, today):
    bond = workflow.propose(**wanted(mentees=mentees[:2]))
    bond.kinds.set([KindFactory(code=code, title=title, order=place) for place, (code, title) in enumerate(KINDS)])
    paper = order(bond)
    annex, table = only(paper, "annex"), only(paper, "table")
    assert annex["orientation"] == "landscape"
    assert annex["marks"] == ["Приложение", "к приказу МБДОУ «Детский сад № 12»", "от {дата} № {номер}"]
    assert [column["title"] for column in table["columns"]] == [
        "№",
        "Наставник, должность",
        "Наставляемый, должность",
        "Форма",
        "Вид",
        "Начало",
        "Окончание",
        "Реквизиты согласий и соглашения",
    ]
    number, mentor, mentees_cell, form, kinds, start, _, consents = table["rows"][0]
    assert kinds == "Виртуальное (дистанционное), краткосрочное"
    assert (number, mentor, form) == ("1.", "Белова Мария Петровна, воспитатель", "педагог – педагог")
    assert mentees_cell == "Котов Илья Сергеевич, воспитатель; Орлова Анна Денисовна, воспитатель"
    assert start == f"{today:%d.%m.%Y}"
    numbers = Consent.objects.filter(kind__in=["mentor", "mentee"]).exclude(person=mentees[2].person)
    assert all(f"№ {consent.number} от" in consents for consent in numbers)
    named = [person["name"] for person in only(paper, "acquaintance")["people"]]
    assert named == [
        "Белова Мария Петровна",
        "Иванова Ирина Ильинична",
        "Котов Илья Сергеевич",
        "Орлова Анна Денисовна",
    ]


def test_pupils_are_told_by_their_class_and_bring_their_own_act(order, cycle, as_user, curator):
    sides = [ParticipationFactory(cycle=cycle, side=side) for side in (Side.MENTOR, Side.MENTEE)]
    pupils = Person.objects.filter(pk__in=[entry.person_id for entry in sides])
    pupils.update(origin=Person.Origin.PUPIL, post="", school_class="6Б")
    bond = BondFactory(cycle=cycle, members=[Participation.objects.get(pk=entry.pk) for entry in sides])
    proposed = as_user(curator).get(reverse("pairs:draft_order")).context["form"].initial["acts"]
    acts = Act.objects.filter(pk__in=proposed).values_list("code", flat=True)
    assert set(acts) == {"r145"}  # ст. 351.8 is about mentors who are employees, the letter of 2021 about teachers
    paper = order(bond)
    assert all(cell.endswith(", 6Б класс") for cell in only(paper, "table")["rows"][0][1:3])
    assert "6Б класс" in {person["post"] for person in only(paper, "acquaintance")["people"]}


def test_the_annex_names_the_agreements_signed_by_the_day_of_the_order(bond, today):
    terms = {"starts_on": bond.starts_on, "ends_on": bond.ends_on, "pay": "none", "no_pay_reason": "в окладе"}
    for number, day in (("7/26-ДС", today), ("8/26-ДС", today + DAY)):
        Agreement.objects.create(bond=bond, outside_number=number, signed_on=day, **terms)
    [row] = papers.annex_rows([bond], today)
    assert row[-1].endswith(f"; соглашение № 7/26-ДС от {today:%d.%m.%Y}")


def test_a_lone_group_is_one_programme_of_one_mentor(order, wanted, mentees):
    paper = order(workflow.propose(**wanted(mentees=mentees[:2])))
    text = " ".join(items(paper))
    assert "составить персонализированную программу" in text
    assert "оказывать наставнику и наставляемым" in text
    assert only(paper, "annex")["title"] == "Состав наставнической группы"


def test_many_mentors_are_named_in_the_annex_alone(order, cycle):
    bonds = BondFactory.create_batch(papers.NAMED_IN_TEXT + 1, cycle=cycle)
    paper = order(*bonds)
    assert "Наставникам, названным в приложении:" in items(paper)
    assert len(only(paper, "table")["rows"]) == len(bonds)


def test_forms_corrected_by_hand_are_used_and_guesses_are_noted(order, wanted, cycle):
    strange = PersonFactory(last_name="Дюма", first_name="Мишель", patronymic="", gender="", post="воспитатель")
    mentor = ParticipationFactory(cycle=cycle, side=Side.MENTOR, person=strange)
    paper = order(workflow.propose(**wanted(mentors=[mentor])))
    assert [note.text for note in papers.notes(paper) if "падеж" in note.text]
    strange.forms = {"short.dat": "Дюма М.", "post.dat": "воспитателю младшей группы"}
    strange.save()
    assert not [note for note in papers.notes(paper) if "падеж" in note.text]
    documents.rebuild(paper, by=paper.prepared_by)
    assert "Наставнику Дюма М., воспитателю младшей группы:" in items(paper)


def test_a_late_order_is_noted(order, wanted, today):
    paper = order(workflow.propose(**wanted(starts_on=today - 3 * DAY)))
    assert "раньше дня приказа" in papers.notes(paper)[-1].text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("tk351_8", "статьёй 351.8 Трудового кодекса Российской Федерации"),
        ("rp1264", "распоряжением Правительства Российской Федерации от 21 мая 2025 г. № 1264-р"),
        ("fz152", "Федеральным законом от 27 июля 2006 г. № 152-ФЗ «О персональных данных»"),
        ("krsk590", "приказом министерства образования Красноярского края от 30 ноября 2020 г. № 590-11-05"),
    ],
)
def test_acts_of_the_base_as_grounds(acts, code, words):
    assert named_act(Act.objects.get(code=code)) == words


def test_every_act_of_the_base_has_a_form(acts):
    assert not [act.title for act in Act.objects.all() if named_act(act).startswith("документом")]


def stated(acts):
    """The stating part in words."""
    said = ground(acts)
    return blocks.paragraph(said.template, key="ground", words=said.words)["text"]


def test_laws_come_before_letters_and_own_acts_last(acts):
    chosen = list(Act.objects.filter(code__in=["az1128", "tk351_8", "r145"]))
    own = Act(title="Устав", is_local=True)
    words = stated([own, *chosen])
    at = [words.index(word) for word in ("статьёй", "распоряжением", "письмом", "Уставом")]
    assert at == sorted(at)


def test_the_stating_part():
    local = Act(title="Положение о наставничестве, утверждённое приказом от 28.08.2026 № 39-од")
    article, strange = Act(title="Статья 351.8 Трудового кодекса РФ", name="Х"), Act(title="Кодекс этики")
    assert stated([]) == "В целях реализации программы наставничества"
    assert stated([article]) == (
        "В соответствии со статьёй 351.8 Трудового кодекса Российской Федерации и в целях реализации программы "
        "наставничества"
    )
    assert stated([local, strange]) == (
        "В соответствии с Положением о наставничестве, утверждённым приказом от 28 августа 2026 г. № 39-од "
        "и документом «Кодекс этики», в целях реализации программы наставничества"
    )
