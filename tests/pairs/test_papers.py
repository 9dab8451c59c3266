"""Papers of a pair beside its order: words, refusals and what their issue brings about."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.common.workflow import WorkflowError
from mentorship.documents import blocks as block_rules
from mentorship.documents import kinds, screens
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution.models import CalendarDay, Rules
from mentorship.people.models import Consent, Person
from pairs import papers, workflow
from pairs.meeting_log import log_blocks
from pairs.models import Agreement, Bond, OrderLine
from pairs.papers.all_kinds import KINDS
from pairs.papers.letters import too_early
from pairs.readiness import readiness, stops
from tests.factories import MeetingFactory, ParticipationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pair(wanted, today):
    """A proposed pair of two of the staff whose mentor's contract does not speak of the work."""
    return workflow.propose(**wanted(starts_on=today, no_agreement=""))


@pytest.fixture
def answers(pair):
    """What the form of the agreement asks: ``answers(pay="none")``."""

    def filled(**changes):
        usual = {
            "bond": pair.pk,
            "contract_number": "12",
            "contract_date": "2020-09-01",
            "content": "посещать занятия\nконсультировать",
            "starts_on": pair.starts_on.isoformat(),
            "ends_on": pair.ends_on.isoformat(),
            "way": "очная",
            "meetings": "2",
            "pay": "percent",
            "rate": "10",
            "base": "должностного оклада",
            "pay_act": "Положением об оплате труда",
        }
        return usual | changes

    return filled


@pytest.fixture
def begin(as_user, curator):
    """``begin(code, **answers)`` -> (response, the draft or None)."""

    def post(code, **answers):
        before = set(Paper.objects.values_list("pk", flat=True))
        response = as_user(curator).post(reverse("documents:begin", args=[code]), answers)
        return response, Paper.objects.exclude(pk__in=before).first()

    return post


@pytest.fixture
def sign(curator, director):
    def issue(paper):
        documents.send(paper, by=curator)
        return documents.issue(paper, by=director, key=uuid.uuid4())

    return issue


@pytest.fixture
def agreed(begin, answers, sign):
    """The pair's agreement, issued."""
    return sign(begin("labour_agreement", **answers())[1])


@pytest.fixture
def ordered(cycle, pair, agreed, curator, sign):
    """The order that fixes the pair, issued."""
    return sign(workflow.draft_order(cycle, [pair], curator, papers.Options().as_json()))


def errors(response):
    form = response.context["form"]
    return {name: list(texts) for name, texts in form.errors.items()}


def items(paper):
    return [block["text"] for block in paper.blocks if block["type"] == "item"]


# --- The agreement ------------------------------------------------------------------------------------------


def test_the_agreement_word_by_word(begin, answers, pair):
    paper = begin("labour_agreement", **answers(per_mentee="on", max_mentees="2"))[1]
    span = f"с {pair.starts_on.day}"
    text = block_rules.plain_text(paper.blocks)
    assert text[0] == "ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ"
    assert text[1].replace("\xa0", " ") == "к трудовому договору от 1 сентября 2020 г. № 12"
    whole = " ".join(text).replace("\xa0", " ")
    for needed in [
        "в лице заведующего Петровой Анны Сергеевны, действующей на основании Устава",
        "Белова Мария Петровна, воспитатель, именуемая далее «работник»",
        "статьёй 351.8 Трудового кодекса",
        "письменного согласия работника от",
        "Котов Илья Сергеевич",
        "2.1. посещать занятия;",
        f"Срок выполнения работы: {span}",
        "Форма выполнения работы: индивидуальная, очная",
        "не менее 2 встреч в месяц",
        "в размере 10 процентов должностного оклада за каждого наставляемого, но не более чем за 2 наставляемых",
        "в соответствии с Положением об оплате труда",
        "не менее чем за три рабочих дня",
        "в двух экземплярах",
        "Экземпляр дополнительного соглашения мною получен.",
    ]:
        assert needed in whole, needed


def test_by_article_60_2_the_notice_binds_both(begin, answers):
    Rules(labour_ground="60.2").save()
    text = " ".join(items(begin("labour_agreement", **answers())[1]))
    assert "предупредив об этом другую сторону в письменной форме" in text


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"content": ""}, "content", "Статья 351.8 ТК РФ требует указать содержание, сроки и форму работы."),
        ({"pay": "none"}, "no_pay_reason", "Укажите размер и условия выплаты или причину её отсутствия"),
        ({"rate": ""}, "rate", "Укажите размер и условия выплаты"),
        ({"rate": "0.05"}, "rate", "Процент должен быть от 0,1 до 100."),
        ({"rate": "101"}, "rate", "Процент должен быть от 0,1 до 100."),
        ({"contract_number": ""}, "contract_number", "Укажите номер трудового договора"),
        ({"ends_on": "2020-01-01"}, "ends_on", "Дата окончания должна быть позже даты начала."),
        ({"ends_on": "2090-01-01"}, "ends_on", "выходит за период наставничества"),
    ],
)
def test_what_the_agreement_lacks_is_told_at_its_field(begin, answers, changes, field, message):
    response, paper = begin("labour_agreement", **answers(**changes))
    assert paper is None
    assert message in errors(response)[field][0]
    assert response.context["form"]["contract_date"].value() == "2020-09-01"


def test_without_the_consent_and_after_the_start_there_is_no_agreement(begin, answers, pair, today):
    paper = begin("labour_agreement", **answers())[1]
    gate = kinds.get("labour_agreement").gate
    assert gate(paper, on=today + DAY) == []  # a draft has no day yet
    paper.state = Paper.State.ON_SIGNATURE
    assert gate(paper, on=today) == []
    assert "Соглашение должно быть раньше" in gate(paper, on=today + DAY)[0].text
    Consent.objects.filter(person=pair.mentors[0], kind="mentor").update(withdrawn_on=today)
    assert gate(paper, on=today)[0].text.startswith("Нет согласия: Белова М.П. Сначала")


def test_a_signed_agreement_turns_its_lamp_and_opens_the_order(pair, agreed):
    (agreement,) = Agreement.objects.all()
    assert (agreement.bond, agreement.pay, agreement.rate) == (pair, "percent", 10)
    (lamp,) = [lamp for lamp in readiness(pair) if lamp.code == "agreement"]
    assert lamp.state == "ok"
    assert agreed.number in lamp.text


def test_the_lamp_asks_for_an_agreement_only_where_the_law_does(pair, curator):
    assert [lamp.code for lamp in stops(readiness(pair))] == ["agreement"]
    workflow.waive_agreement(pair, reason="входит в должностную инструкцию", by=curator)
    assert stops(readiness(pair)) == []
    workflow.waive_agreement(pair, reason="", by=curator)
    Person.objects.filter(pk=pair.mentees[0].pk).update(origin=Person.Origin.PUPIL)
    assert stops(readiness(Bond.objects.with_people().get(pk=pair.pk))) == []


# --- Notice, refusal ----------------------------------------------------------------------------------------


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
    assert "Заведующему МБДОУ «Детский сад № 12» Петровой А.С. от воспитателя Беловой М.П." in text
    assert "закреплена наставником за Котовым И.С." in text
    assert f"№ {ordered.number}" in text


# --- Ending by an order -------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("origin", "words"), [("staff", "В соответствии со статьёй 351.8"), ("external", "В соответствии с Положением")]
)
def test_the_labour_code_is_named_to_employees_only(begin, ordered, pair, today, origin, words):
    Person.objects.filter(pk=pair.mentors[0].pk).update(origin=origin)
    days = {"applied_on": today.isoformat(), "last_day": today.isoformat()}
    paper = begin("mentor_refusal", bond=pair.pk, **days)[1]
    assert any(text.startswith(words) for text in block_rules.plain_text(paper.blocks))


def test_an_order_to_end_needs_its_paper(begin, ordered, pair, today):
    response, _ = begin("order_end", bond=pair.pk, why="refusal", last_day=today.isoformat())
    assert "Сначала оформите заявление об отказе" in errors(response)["document"][0]


# --- Replacement --------------------------------------------------------------------------------------------


@pytest.fixture
def successor(wanted, cycle, mentees, today):
    """``successor(starts_on)``: a proposed pair of the same mentee with another mentor."""

    def make(starts_on):
        person = PersonFactory(last_name="Зимин", first_name="Олег", patronymic="Юрьевич", gender="m", post="методист")
        mentor = ParticipationFactory(cycle=cycle, side="mentor", person=person)
        return workflow.propose(**wanted(mentors=[mentor], mentees=mentees[:1], starts_on=starts_on))

    return make


def test_one_order_closes_the_old_pair_and_opens_the_new_one(begin, sign, ordered, pair, successor, today):
    new = successor(today + 3 * DAY)
    last_day = today + 2 * DAY
    chosen = {"order": ordered.pk, "ended": [pair.pk], "added": [new.pk], "reason": "заявление наставника"}
    paper = begin("order_replace", **chosen, last_day=last_day.isoformat())[1]
    new.refresh_from_db()
    assert new.state == Bond.State.ORDERED
    assert items(paper)[1] == "строку 1 изложить в новой редакции."
    assert "и закрепить с" in items(paper)[2]
    assert "Бухгалтерии прекратить выплату за работу по наставничеству Беловой" in items(paper)[4]
    assert "Зимина О.Ю., методиста." in items(paper)[2]
    table = next(block for block in paper.blocks if block["type"] == "table")
    assert [row[0] for row in table["rows"]] == ["1"]
    assert "Белова Мария Петровна" in table["rows"][0][1]
    assert "Зимин Олег Юрьевич" in table["rows"][0][2]
    sign(paper)
    pair.refresh_from_db()
    new.refresh_from_db()
    assert (pair.state, pair.ended_on, new.state) == (Bond.State.TERMINATED, last_day, Bond.State.ACTIVE)
    assert [by.pk for _, by in screens.standing(ordered)] == [paper.pk]
    again, _ = begin("order_replace", order=ordered.pk)
    assert "Менять нечего" in str(errors(again))


def test_where_nobody_was_paid_the_accounts_have_no_task(begin, ordered, pair, successor, today):
    pair.agreements.update(pay="none", rate=None, no_pay_reason="входит в обязанности")
    chosen = {"order": ordered.pk, "ended": [pair.pk], "added": [successor(today + DAY).pk], "reason": "заявление"}
    paper = begin("order_replace", **chosen, last_day=today.isoformat())[1]
    assert not any("Бухгалтерии" in item for item in items(paper))


@pytest.mark.parametrize(("start", "words"), [(2, "даты пересекаются"), (5, "без наставника")])
def test_no_overlap_and_no_gap_between_mentors(begin, ordered, pair, successor, today, start, words):
    new = successor(today + start * DAY)
    chosen = {"order": ordered.pk, "ended": [pair.pk], "added": [new.pk], "reason": "заявление"}
    response, paper = begin("order_replace", **chosen, last_day=(today + 2 * DAY).isoformat())
    assert paper is None
    assert words in errors(response)["last_day"][0]


def test_a_discarded_draft_lets_the_new_pair_go(begin, ordered, pair, successor, today, curator):
    new = successor(today + 3 * DAY)
    chosen = {"order": ordered.pk, "added": [new.pk]}
    paper = begin("order_replace", **chosen)[1]
    documents.discard(paper, by=curator)
    new.refresh_from_db()
    assert new.state == Bond.State.PROPOSED
    assert not OrderLine.objects.filter(paper=paper).exists()


# --- Payment ------------------------------------------------------------------------------------------------


def test_the_payment_follows_the_agreement(begin, agreed, pair):
    (agreement,) = Agreement.objects.all()
    days = {"starts_on": pair.starts_on.isoformat(), "ends_on": pair.ends_on.isoformat()}
    paper = begin("order_payment", agreements=[agreement.pk], source="фонда оплаты труда", **days)[1]
    (row,) = next(block for block in paper.blocks if block["type"] == "table")["rows"]
    assert row[1] == "Белова Мария Петровна, воспитатель"
    assert row[2] == "10 процентов должностного оклада"
    assert agreed.number in row[5]
    late = days | {"ends_on": (pair.ends_on + DAY).isoformat()}
    response, _ = begin("order_payment", agreements=[agreement.pk], source="фонда", **late)
    assert "Период выплаты выходит за период наставничества" in errors(response)["ends_on"][0]


def test_the_forms_open_for_a_pair_and_the_samples_are_whole(as_user, curator, ordered, pair):
    browser = as_user(curator)
    for kind in KINDS:
        block_rules.validate(kind.sample())
        page = browser.get(reverse("documents:begin", args=[kind.code]), {"bond": pair.pk})
        assert page.status_code == 200, kind.code
        assert kind.ground, kind.code
        assert kind.about, kind.code


# --- The page of the pair, the log ----------------------------------------------------------------------------


def test_the_page_of_a_pair_shows_its_papers_and_leads_to_the_next(as_user, curator, ordered, agreed, pair):
    page = as_user(curator).get(pair.get_absolute_url())
    assert {line.paper.pk for line in page.context["papers"]} == {ordered.pk, agreed.pk}
    offered = {one.url: one.again for one in page.context["next_papers"]}
    assert offered[f"{reverse('documents:begin', args=['labour_agreement'])}?bond={pair.pk}"] is True
    assert offered[f"{reverse('documents:begin', args=['order_replace'])}?bond={pair.pk}"] is False
    assert all(url in page.content.decode() for url in offered)


def test_no_agreement_and_no_pay_are_offered_for_a_guest(as_user, curator, ordered, pair):
    Person.objects.filter(pk=pair.mentors[0].pk).update(origin=Person.Origin.EXTERNAL)
    page = as_user(curator).get(pair.get_absolute_url())
    offered = " ".join(one.url for one in page.context["next_papers"])
    assert "notice_of_cancellation" in offered
    assert "labour_agreement" not in offered
    assert "order_payment" not in offered


def test_the_log_of_meetings_keeps_what_was_agreed_to_the_pair(as_user, actors, bond, curator):
    Bond.objects.filter(pk=bond.pk).update(state=Bond.State.ACTIVE)
    MeetingFactory(bond=bond, topic="собрание", agreed="поговорить с мамой Вани")
    loaded = [Bond.objects.with_people().get(pk=bond.pk)]
    for_curator, for_mentor = (
        " ".join(block_rules.plain_text(log_blocks(loaded, user))) for user in (curator, actors["mentor"])
    )
    assert "собрание" in for_curator
    assert "мамой" not in for_curator
    assert "мамой" in for_mentor.replace("\xa0", " ")
    response = as_user(curator).get(reverse("pairs:log_pdf", args=[bond.pk]), {"of": "mentor"})
    assert response["Content-Type"] == "application/pdf"
    docx = as_user(curator).get(reverse("pairs:log_docx", args=[bond.pk]))
    assert b"".join(docx.streaming_content)[:2] == b"PK"
    assert as_user(actors["stranger"]).get(reverse("pairs:log_pdf", args=[bond.pk])).status_code == 404


def test_the_report_is_assembled_from_the_log(begin, ordered, pair, today):
    MeetingFactory(bond=pair, held_on=today, minutes=45, topic="собрание")
    paper = begin("mentor_report", bond=pair.pk, conclusion="наставничество целесообразно продолжить")[1]
    rows = dict(next(block for block in paper.blocks if block["type"] == "table")["rows"])
    assert rows["Проведено встреч"] == "1 встреча, 45 мин"
    assert rows["Приказ о закреплении"].endswith(f"№ {ordered.number}")


# --- Records that change under a draft ----------------------------------------------------------------------


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


def test_a_replacement_is_not_signed_over_changed_records(begin, sign, ordered, pair, successor, today, curator):
    new = successor(today + 3 * DAY)
    chosen = {"order": ordered.pk, "ended": [pair.pk], "added": [new.pk], "reason": "заявление наставника"}
    paper = begin("order_replace", **chosen, last_day=(today + 2 * DAY).isoformat())[1]
    Bond.objects.filter(pk=new.pk).update(ends_on=today + 50 * DAY)
    (missing,) = screens.gate(paper)
    new_span = f"{new.starts_on:%d.%m.%Y}–{today + 50 * DAY:%d.%m.%Y}"
    old_span = f"{new.starts_on:%d.%m.%Y}–{new.ends_on:%d.%m.%Y}"
    assert missing.text == (
        f"Изменение строки 1: в документе – «{old_span}», а по записям теперь – «{new_span}». Нажмите «Составить заново»."
    )
    documents.rebuild(paper, by=curator)
    assert screens.gate(paper) == []
    (line,) = OrderLine.objects.filter(paper=paper, does="fixes")
    assert line.row[6] == f"{today + 50 * DAY:%d.%m.%Y}"


def test_every_unproven_form_of_everyone_named_is_asked_about(begin, ordered, pair, successor, today):
    new = successor(today + 3 * DAY)
    for bond, name in ((pair, "Оол"), (new, "Куок")):
        Person.objects.filter(pk=bond.mentors[0].pk).update(last_name=name, gender="m")
    Person.objects.filter(pk=pair.mentees[0].pk).update(post="Ведущий кузьмёр")

    def asked(paper):
        return {(note.text.split()[1], note.text.split("«")[1][:3]) for note in screens.notes(paper)}

    chosen = {"order": ordered.pk, "ended": [pair.pk], "added": [new.pk], "reason": "заявление наставника"}
    replacing = begin("order_replace", **chosen, last_day=(today + 2 * DAY).isoformat())[1]
    assert asked(replacing) == {
        ("родительный", "Оол"),
        ("дательный", "Оол"),
        ("дательный", "Куо"),
        ("винительный", "Куо"),
        ("родительный", "Вед"),
        ("творительный", "Вед"),
    }
    ending = begin("order_end", bond=pair.pk, why="mutual", last_day=today.isoformat())[1]
    assert asked(ending) == {("родительный", "Оол"), ("родительный", "Вед")}
