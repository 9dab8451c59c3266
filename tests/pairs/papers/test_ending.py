"""Notice, refusal and the order that ends a pair: days between them, words, records that change meanwhile."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.common.workflow import WorkflowError
from mentorship.documents import blocks as block_rules
from mentorship.documents import screens
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution.models import CalendarDay
from mentorship.people.models import Person
from pairs.models import Bond
from pairs.papers.ending import Form
from pairs.papers.letters import too_early
from tests.factories import MeetingFactory, PersonFactory, UserFactory
from tests.pairs.papers.said import errors, items

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_three_working_days_after_the_notice():
    mentor = PersonFactory.build()
    assert too_early(date(2026, 3, 2), date(2026, 3, 5), mentor) == ""
    assert too_early(date(2026, 3, 2), date(2026, 3, 4), mentor) == (
        "Между вручением (02.03.2026) и прекращением должно пройти не менее трёх рабочих дней. "
        "Ближайшая дата – 05.03.2026."
    )


@pytest.mark.parametrize(
    ("served", "week", "nearest"),
    [
        (date(2026, 3, 5), 5, date(2026, 3, 11)),  # Fri, Mon – the 8th is a Sunday –, Tue: 6, 9 … see the days off
        (date(2026, 3, 5), 6, date(2026, 3, 10)),
        (date(2025, 12, 30), 5, date(2026, 1, 13)),  # New Year and a transferred day off
    ],
)
def test_holidays_the_week_and_transferred_days_count(served, week, nearest):
    CalendarDay.objects.create(day=date(2026, 3, 9), works=False)
    CalendarDay.objects.create(day=date(2026, 1, 9), works=False)
    mentor = PersonFactory.build(working_days=week)
    assert too_early(served, nearest, mentor) == ""
    assert too_early(served, nearest - DAY, mentor)


def test_a_refusal_needs_no_notice_but_not_a_day_before_it(begin, ordered, pair, today):
    day = {"bond": pair.pk, "applied_on": today.isoformat()}
    response, _ = begin("mentor_refusal", **day, last_day=(today - DAY).isoformat())
    assert errors(response)["last_day"] == ["Последний день не может быть раньше даты заявления."]
    paper = begin("mentor_refusal", **day, last_day=today.isoformat())[1]
    text = " ".join(block_rules.plain_text(paper.blocks)).replace("\xa0", " ").replace("\n", " ")
    assert "Заведующему МБДОУ «Детский сад № 12» Петровой А.С. от воспитателя Беловой Марии Петровны" in text
    assert "Последним днём выполнения этой работы прошу считать" in text, "it is not taken for a resignation"
    assert "закреплена наставником за Котовым И.С." in text
    assert f"№ {ordered.number}" in text


@pytest.mark.parametrize(
    ("origin", "words"), [("staff", "В соответствии со статьёй 351.8"), ("external", "В соответствии с Положением")]
)
def test_the_labour_code_is_named_to_employees_only(begin, ordered, pair, today, origin, words):
    Person.objects.filter(pk=pair.mentors[0].pk).update(origin=origin)
    days = {"applied_on": today.isoformat(), "last_day": today.isoformat()}
    paper = begin("mentor_refusal", bond=pair.pk, **days)[1]
    assert any(text.startswith(words) for text in block_rules.plain_text(paper.blocks))
    days = {"served_on": today.isoformat(), "last_day": (today + 9 * DAY).isoformat()}
    notice = " ".join(block_rules.plain_text(begin("notice_of_cancellation", bond=pair.pk, **days)[1].blocks))
    assert ("Выплата" in notice) == (origin == "staff"), "a guest is not paid"


def test_a_served_notice_and_the_order_end_the_pair_on_its_day(begin, sign, ordered, pair, today):
    last_day = today + 9 * DAY
    days = {"served_on": today.isoformat(), "last_day": last_day.isoformat()}
    notice = sign(begin("notice_of_cancellation", bond=pair.pk, **days)[1])
    early = {"bond": pair.pk, "why": "notice", "document": notice.pk, "served_on": today.isoformat()}
    response, _ = begin("order_end", **early, last_day=(today + DAY).isoformat())
    assert "Ближайшая дата" in errors(response)["last_day"][0]
    paper = begin("order_end", **early, last_day=last_day.isoformat())[1]
    assert items(paper)[0].startswith(
        "Прекратить досрочно наставничество Беловой М.П., воспитателя, в отношении Котова И.С."
    )
    assert "вручённого" in " ".join(block_rules.plain_text(paper.blocks))
    sign(paper)
    pair.refresh_from_db()
    assert (pair.state, pair.ended_on) == (Bond.State.TERMINATED, last_day)
    assert pair.works(last_day)
    assert not pair.works(last_day + DAY)
    assert [(word, by.pk) for word, by in screens.standing(ordered)] == [("изменён", paper.pk)]


@pytest.mark.parametrize("deputies", [0, 1])
def test_the_curator_has_his_task_by_name_while_he_is_the_only_one(begin, ordered, pair, today, curator, deputies):
    PersonFactory(
        last_name="Орлова", first_name="Анна", patronymic="Ильинична", gender="f", post="Методист", user=curator
    )
    for _ in range(deputies):
        PersonFactory(user=UserFactory(roles=[Role.CURATOR]))
    paper = begin("order_end", bond=pair.pk, why="absence", last_day=today.isoformat())[1]
    whom = "наставничества" if deputies else "Орловой А.И., методисту,"
    assert items(paper)[3].startswith(f"Куратору {whom} подвести итоги")
    sheet = next(block["people"] for block in paper.blocks if block["type"] == "acquaintance")
    assert "Орлова Анна Ильинична" in [one["name"] for one in sheet]
    assert "в связи с длительным отсутствием" in " ".join(block_rules.plain_text(paper.blocks)).lower()


def test_an_order_to_end_needs_its_paper(begin, ordered, pair, today):
    response, _ = begin("order_end", bond=pair.pk, why="refusal", last_day=today.isoformat())
    assert "Сначала оформите заявление об отказе" in errors(response)["document"][0]


def test_no_paper_ends_a_pair_before_its_first_day_or_after_its_last_one(begin, ordered, pair, today):
    """The employee is told at the form, not the head at the signature; nothing is prolonged in silence (law.md 1.6)."""
    early, late = pair.starts_on - DAY, pair.ends_on + DAY
    kinds = {
        "notice_of_cancellation": {"bond": pair.pk, "served_on": early - 30 * DAY},
        "mentor_refusal": {"bond": pair.pk, "applied_on": early - DAY},
        "order_end": {"bond": pair.pk, "why": "left"},
        "order_replace": {"order": ordered.pk, "ended": [pair.pk], "reason": "заявление наставника"},
    }
    for code, asked in kinds.items():
        for day, words in [(early, "начала работу"), (late, "Продлить работу можно только новым приказом.")]:
            response, paper = begin(code, **asked, last_day=day.isoformat())
            assert paper is None
            assert words in errors(response)["last_day"][0], code


def test_a_meeting_after_the_last_day_stops_the_order_before_the_signature(ending, pair, curator):
    Bond.objects.filter(pk=pair.pk).update(starts_on=pair.starts_on - 20 * DAY)
    pair.refresh_from_db()
    documents.answer_again(ending, _ended_on(ending, pair.starts_on + DAY, curator), version=ending.version, by=curator)
    assert screens.gate(ending) == []
    MeetingFactory(bond=pair, held_on=pair.starts_on + 2 * DAY)
    (missing,) = screens.gate(ending)
    assert "последний день не может быть раньше неё. Измените исходные данные приказа." in missing.text


def _ended_on(paper, day, by):
    form = Form(Form.initial_of(paper) | {"last_day": day}, user=by)
    assert form.is_valid(), form.errors
    return form


@pytest.fixture
def ending(begin, ordered, pair, today):
    return begin("order_end", bond=pair.pk, why="mutual", last_day=(today + 9 * DAY).isoformat())[1]


def test_an_order_to_end_is_not_signed_over_changed_records(ending, sign, pair, curator, director):
    documents.send(ending, by=curator)
    Person.objects.filter(pk=pair.mentees[0].pk).update(last_name="Рысев")
    with pytest.raises(WorkflowError) as refused:
        documents.issue(ending, by=director, key=uuid.uuid4())
    (missing,) = refused.value.missing
    assert missing.text.startswith("Наставляемые: в документе – «Котов Илья Сергеевич")
    assert "по записям теперь – «Рысев Илья Сергеевич" in missing.text
    assert missing.text.endswith("Верните документ с подписи и нажмите «Составить заново».")
    ending.refresh_from_db()
    assert ending.state == Paper.State.ON_SIGNATURE
    documents.take_back(ending, by=curator)
    assert screens.gate(ending)[0].url == reverse("documents:rebuild", args=[ending.pk])
    sign(documents.rebuild(ending, by=curator))
    assert "Рысева И.С." in items(ending)[0]


def test_words_typed_by_hand_are_no_change_of_records(ending, sign, curator):
    blocks = [block | {"text": "Иные слова."} if block["type"] == "item" else block for block in ending.blocks]
    sign(documents.edit(ending, blocks=blocks, version=ending.version, by=curator))
    assert items(ending)[0] == "Иные слова."


def test_the_answers_of_an_order_to_end_can_be_changed(as_user, curator, ending, pair, today):
    last_day = today + 12 * DAY
    page = reverse("documents:answer_again", args=[ending.pk])
    data = {"bond": pair.pk, "why": "absence", "last_day": last_day.isoformat(), "version": ending.version}
    assert as_user(curator).post(page, data).status_code == 302
    ending.refresh_from_db()
    assert ending.options["last_day"] == last_day.isoformat()
    assert "длительное отсутствие" in items(ending)[1]


def test_a_notice_withdrawn_meanwhile_stops_the_order(begin, sign, ordered, pair, today):
    days = {"served_on": today.isoformat(), "last_day": (today + 9 * DAY).isoformat()}
    notice = sign(begin("notice_of_cancellation", bond=pair.pk, **days)[1])
    paper = begin("order_end", bond=pair.pk, why="notice", document=notice.pk, **days)[1]
    assert screens.gate(paper) == []
    Paper.objects.filter(pk=notice.pk).update(state=Paper.State.WITHDRAWN)
    assert "утратил силу" in screens.gate(paper)[0].text
