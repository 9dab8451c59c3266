"""The order on pairs: its words in the right cases, its gate, what its issue brings into force."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.russian import date_words
from mentorship.common.workflow import WorkflowError
from mentorship.documents import blocks, kinds
from mentorship.documents import workflow as documents
from mentorship.documents.blocks import plain_text, validate
from mentorship.documents.models import Paper, PaperChange
from mentorship.institution.grounds import ground, named_act
from mentorship.institution.models import Act
from mentorship.people import workflow as people
from mentorship.people.models import Consent, Person
from mentorship.registry import workflow as registry
from mentorship.registry.models import Participation, Side
from pairs import papers, workflow
from pairs.models import Agreement, Bond
from tests.factories import (
    BondFactory,
    KindFactory,
    ParticipationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def head_curator(curator):
    """The curator as a person of the staff."""
    return PersonFactory(
        last_name="Иванова", first_name="Ирина", patronymic="Ильинична", post="Старший воспитатель", user=curator
    )


@pytest.fixture
def pair(wanted):
    return workflow.propose(**wanted(starts_on=timezone.localdate()))


@pytest.fixture
def order(cycle, curator, head_curator, acts):
    """``order(bond, …, control=person)`` drafts an order."""

    def draft(*bonds, **options):
        used = Act.objects.filter(code__in=["tk351_8", "az1128"]).order_by("pk")
        usual = {"acts": [act.pk for act in used], "curator": head_curator.pk, "programmes_until": "2027-01-15"}
        return workflow.draft_order(cycle, bonds, curator, papers.Options(**(usual | options)).as_json())

    return draft


def items(paper):
    return [block["text"] for block in paper.blocks if block["type"] == "item"]


def only(paper, kind):
    return next(block for block in paper.blocks if block["type"] == kind)


def sign(paper, curator, director):
    documents.send(paper, by=curator)
    return documents.issue(paper, by=director, key=uuid.uuid4())


# --- words ------------------------------------------------------------------------------------------------


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


def test_the_annex_names_everybody_with_posts_and_consents(order, wanted, mentees, today):
    paper = order(workflow.propose(**wanted(mentees=mentees[:2])))
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
    number, mentor, mentees_cell, form, _, start, _, consents = table["rows"][0]
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


# --- gate -------------------------------------------------------------------------------------------------


def test_without_papers_the_gate_says_whose_and_which(order, pair, mentor, mentees, curator):
    paper, kotov = order(pair), mentees[0].person
    kotov.consents.all().delete()
    with pytest.raises(WorkflowError) as refused:
        documents.send(paper, by=curator)
    texts = [line.text for line in refused.value.missing]
    assert len(texts) == 2
    assert all("Котов И.С." in text for text in texts)
    assert "обработку персональных данных" in texts[0]
    assert "в качестве наставляемого" in texts[1]
    assert all(f"/people/{kotov.pk}/" in line.url for line in refused.value.missing)
    paper.refresh_from_db()
    assert paper.state == Paper.State.DRAFT


def test_of_several_pairs_the_one_without_papers_may_be_taken_out(order, pair, wanted, mentees, today):
    paper = order(pair, workflow.propose(**wanted(mentees=mentees[1:2])))
    mentees[0].person.consents.filter(kind="mentee").delete()
    lacks, way = papers.gate(paper, on=today)
    assert "Котов И.С." in lacks.text
    assert way.text == f"{pair}: добавьте недостающее или уберите пару из приказа."
    assert way.url == reverse("pairs:take_out_of_draft", args=[pair.pk])


def test_the_orders_that_come_before_are_asked_for_while_the_portal_knows_none(order, pair, today):
    """They may be on paper, so that the head is told and not stopped (law.md 4.4)."""
    paper = order(pair)
    words = [note.text for note in papers.notes(paper)]
    assert [word for word in words if "нет действующего Положения о наставничестве" in word]
    assert [word for word in words if "Приказа о назначении куратора в портале нет" in word]
    title = "Положение о системе наставничества, утверждённое приказом от 01.09.2026 № 3"
    Act.objects.create(code="ours", title=title, is_local=True, effective_from=today)
    Paper.objects.create(kind="order_curator", title="О назначении", state=Paper.State.ISSUED, issued_on=today)
    assert not [note for note in papers.notes(paper) if "Положения" in note.text or "куратора" in note.text]


@pytest.mark.parametrize("whose", ["mentor", "mentee"])
def test_a_consent_signed_after_the_start_does_not_count(order, pair, mentor, mentees, today, whose):
    one = mentor if whose == "mentor" else mentees[0]
    Bond.objects.update(starts_on=today - DAY)
    one.person.consents.filter(kind=one.needed_consent).update(signed_on=today)
    missing = papers.gate(order(pair), on=today)
    assert [one.person.short_name in line.text for line in missing] == [True]
    assert f"подписано {today:%d.%m.%Y}, а наставничество начинается {today - DAY:%d.%m.%Y}" in missing[0].text


def test_consents_are_judged_by_the_day_of_the_order(order, pair, mentor, today):
    mentor.person.consents.update(valid_until=today)
    paper = order(pair)
    assert papers.gate(paper, on=today) == []
    assert [line.text for line in papers.gate(paper, on=today + DAY)]


def test_a_candidate_is_not_enough(order, pair, mentees, today):
    Participation.objects.filter(pk=mentees[0].pk).update(state=Participation.State.CANDIDATE)
    assert "только кандидат" in papers.gate(order(pair), on=today)[0].text


def test_nobody_goes_on_a_long_leave_into_an_order(order, pair, mentor, today, curator):
    paper = order(pair)
    registry.rest(mentor, starts_on=today, reason="длительный отпуск", by=curator)
    (missing,) = papers.gate(paper, on=today)
    assert "Белова М.П.: на паузе (длительный отпуск)" in missing.text
    assert missing.url == mentor.get_absolute_url()


def test_an_act_out_of_force_is_refused(order, pair, today):
    paper = order(pair)
    Act.objects.filter(code="az1128").update(effective_to=today - DAY)
    (missing,) = papers.gate(paper, on=today)
    assert f"Акт утратил силу {today - DAY:%d.%m.%Y}" in missing.text


def test_a_changed_record_asks_for_a_fresh_annex_and_keeps_typed_words(order, pair, mentor, curator, today):
    paper = order(pair)
    blocks = [
        block | {"text": "Моя правка."} if block["type"] == "item" and block["level"] == 1 else block
        for block in paper.blocks
    ]
    documents.edit(paper, blocks=blocks, version=paper.version, by=curator)
    mentor.person.post = "учитель-логопед"
    mentor.person.save()
    (missing,) = papers.gate(paper, on=today)
    assert "Обновите приложение" in missing.text
    workflow.refresh_annex(paper, by=curator)
    assert papers.gate(paper, on=today) == []
    assert items(paper)[0] == "Моя правка."
    assert only(paper, "table")["rows"][0][1] == "Белова Мария Петровна, учитель-логопед"
    assert only(paper, "acquaintance")["people"][0]["post"] == "учитель-логопед"


# --- what it brings into force ----------------------------------------------------------------------------


def test_bonds_wait_in_the_draft_and_are_free_after_it(order, pair, curator, wanted):
    paper = order(pair)
    pair.refresh_from_db()
    assert pair.state == Bond.State.ORDERED
    with pytest.raises(WorkflowError):
        order(pair)
    documents.discard(paper, by=curator)
    pair.refresh_from_db()
    assert pair.state == Bond.State.PROPOSED
    assert order(pair).pk != paper.pk


def test_the_issue_brings_all_bonds_into_force(order, pair, wanted, mentees, curator, director):
    group = workflow.propose(**wanted(mentees=mentees[1:]))
    paper = sign(order(pair, group), curator, director)
    assert paper.number == "1-од"
    assert set(Bond.objects.values_list("state", flat=True)) == {Bond.State.ACTIVE}
    assert "приказ № 1-од" in pair.history.first().history_change_reason
    assert f"от {paper.issued_on:%d.%m.%Y} № 1-од" in " ".join(plain_text(paper.blocks)).replace("\u00a0", " ")


def test_an_order_on_which_pairs_work_is_not_put_out_of_force(order, pair, wanted, mentees, curator, director):
    first = sign(order(pair), curator, director)
    second = order(workflow.propose(**wanted(mentees=mentees[1:])))
    documents.change(second, first, effect=PaperChange.Effect.ENDS, by=curator)
    with pytest.raises(WorkflowError) as refused:
        documents.send(Paper.objects.get(pk=second.pk), by=curator)
    assert refused.value.missing[0].text.startswith(f"По приказу № 1-од работают пары ({pair}): ")
    Bond.objects.filter(pk=pair.pk).update(state=Bond.State.COMPLETED, ended_on=timezone.localdate() - DAY)
    assert documents.send(Paper.objects.get(pk=second.pk), by=curator).state == Paper.State.ON_SIGNATURE


def test_all_or_nothing(order, pair, wanted, mentees, curator, director):
    group = workflow.propose(**wanted(mentees=mentees[1:]))
    paper = order(pair, group)
    documents.send(paper, by=curator)
    Bond.objects.filter(pk=group.pk).update(state=Bond.State.CANCELLED)  # what no page allows
    with pytest.raises(WorkflowError):
        documents.issue(paper, by=director, key=uuid.uuid4())
    paper.refresh_from_db()
    pair.refresh_from_db()
    assert (paper.state, paper.number, pair.state) == (Paper.State.ON_SIGNATURE, "", Bond.State.ORDERED)


def test_those_named_may_read_it(order, pair, curator, director, actors, mentor, head_curator):
    mentor.person.user = actors["stranger"]
    mentor.person.save()
    assert set(papers.readers(order(pair))) == {curator, actors["stranger"]}


def test_a_withdrawn_consent_is_told_to_the_curator(pair, mentor, curator, today):
    consent = mentor.person.consents.get(kind=Consent.Kind.MENTOR)
    people.withdraw_consent(consent, on=today, reason="заявление", by=curator)
    assert any(str(pair) in notice.text for notice in curator.notices.all())


def test_the_order_proves_the_row_of_the_roadmap():
    assert kinds.get(papers.KIND).evidence_for == ("order_pairs",)


@pytest.mark.parametrize(
    ("days", "words"),
    [(7, "неделю"), (14, "две недели"), (30, "месяц"), (10, "10 дней"), (21, "три недели"), (1, "день")],
)
def test_rhythm(order, pair, cycle, days, words):
    cycle.meeting_every_days = days
    cycle.save()
    assert f"не реже одного раза в {words};" in " ".join(items(order(pair)))


def test_an_account_that_comes_after_the_order_opens_it(order, pair, mentor, curator, director):
    paper, person = sign(order(pair), curator, director), mentor.person
    assert person.user is None
    people.give_access(person, by=curator)
    assert list(Paper.objects.visible_to(person.user)) == [paper]
    documents.tap(paper, by=person.user)
    assert paper.acquaintances.get(name=person.full_name).tapped_at


@pytest.mark.parametrize("typed", [False, True])
def test_a_pair_without_papers_is_taken_out_of_the_draft(order, pair, wanted, mentees, curator, director, typed):
    other = workflow.propose(**wanted(mentees=mentees[1:2]))
    paper = order(pair, other)
    if typed:
        words = [one | {"text": "Закрепить всех."} if one["type"] == "item" else one for one in paper.blocks]
        documents.edit(paper, blocks=words, version=paper.version, by=curator)
    mentees[1].person.consents.all().delete()
    workflow.take_out_of_draft(other, by=curator)
    other.refresh_from_db()
    paper.refresh_from_db()
    assert other.state == Bond.State.PROPOSED
    assert len(only(paper, "table")["rows"]) == 1
    assert mentees[1].person.last_name not in " ".join(plain_text(paper.blocks))
    assert ("Закрепить всех." in items(paper)) == typed
    with pytest.raises(WorkflowError, match="Удалите черновик"):
        workflow.take_out_of_draft(pair, by=curator)
    sign(paper, curator, director)
    pair.refresh_from_db()
    assert pair.state == Bond.State.ACTIVE


def test_a_pair_does_not_leave_an_order_that_lies_before_the_head(order, pair, curator):
    paper = order(pair)
    documents.send(paper, by=curator)
    with pytest.raises(WorkflowError, match="уже у руководителя"):
        workflow.take_out_of_draft(pair, by=curator)
