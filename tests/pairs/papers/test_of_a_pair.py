"""What the page of a pair offers, and what is written from its log."""

from collections import defaultdict
from datetime import time

import pytest
from django.urls import reverse

from mentorship.common.russian import date_words
from mentorship.documents import blocks as block_rules
from mentorship.people.models import Person
from mentorship.registry.models import Side
from pairs.meeting_log import log_blocks
from pairs.models import Bond, Meeting, MeetingMark
from pairs.papers import report
from pairs.papers.all_kinds import KINDS
from pairs.papers.parties import Pair
from tests.factories import BondFactory, MeetingFactory

pytestmark = pytest.mark.django_db


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


def test_the_forms_open_for_a_pair_and_the_samples_are_whole(as_user, curator, ordered, pair):
    browser = as_user(curator)
    for kind in KINDS:
        block_rules.validate(kind.sample())
        page = browser.get(reverse("documents:begin", args=[kind.code]), {"bond": pair.pk})
        assert page.status_code == 200, kind.code
        assert kind.ground, kind.code
        assert kind.about, kind.code


def test_a_form_with_nothing_to_choose_from_says_what_comes_first(as_user, curator, ordered):
    def said(code):
        return as_user(curator).get(reverse("documents:begin", args=[code])).content.decode()

    assert "Составить пока не из чего" not in said("order_end") + said("order_payment")
    Bond.objects.update(state=Bond.State.CANCELLED)
    assert "Сначала нужна такая пара" in said("order_end")
    assert "«По каким соглашениям». Отметьте хотя бы одно соглашение" in said("order_payment")


def test_the_log_of_meetings_keeps_what_was_agreed_to_the_pair(as_user, actors, bond, curator):
    Bond.objects.filter(pk=bond.pk).update(state=Bond.State.ACTIVE)
    MeetingFactory(
        bond=bond,
        topic="собрание",
        agreed="поговорить с мамой Вани",
        begins_at=time(13, 15),
        place="кабинет 5",
        task="выписать вопросы",
        task_until=bond.ends_on,
        former_done=Meeting.Done.PARTLY,
        remark="уточнить срок",
    )
    loaded = [Bond.objects.with_people().get(pk=bond.pk)]
    for_curator, for_mentor = (
        " ".join(block_rules.plain_text(log_blocks(loaded, user))) for user in (curator, actors["mentor"])
    )
    assert "собрание" in for_curator
    assert "мамой" not in for_curator
    assert "мамой" in for_mentor.replace("\xa0", " ")
    own = {"выписать вопросы, до", "частично"}
    assert not [words for words in own if words in for_curator]
    assert all(words in for_mentor for words in own)
    for_mentee = " ".join(block_rules.plain_text(log_blocks(loaded, actors["mentee"])))
    assert [("уточнить срок" in text) for text in (for_curator, for_mentor, for_mentee)] == [True, True, False]
    assert all("13:15" in text and "кабинет 5" in text for text in (for_curator, for_mentor, for_mentee))
    response = as_user(curator).get(reverse("pairs:log_pdf", args=[bond.pk]), {"of": "mentor"})
    assert response["Content-Type"] == "application/pdf"
    docx = as_user(curator).get(reverse("pairs:log_docx", args=[bond.pk]))
    assert b"".join(docx.streaming_content)[:2] == b"PK"
    assert as_user(actors["stranger"]).get(reverse("pairs:log_pdf", args=[bond.pk])).status_code == 404
    for name, leads in (
        ("curator", True),
        ("mentor", True),
        ("director", False),
    ):  # whom it would refuse is not led to it
        page = as_user(actors[name]).get(bond.get_absolute_url()).content.decode()
        assert (reverse("pairs:log_pdf", args=[bond.pk]) in page) is leads, name


def test_the_log_and_the_report_of_a_group_tell_who_came(institution, curator, today):
    group = BondFactory(active=True, members__mentees=2)
    first, second = group.participations(Side.MENTEE)
    MeetingFactory(bond=group, held_on=today)
    missed = MeetingFactory(bond=group, held_on=today)
    MeetingMark.objects.create(meeting=missed, participation=second, confirmed=None)
    MeetingMark.objects.create(meeting=missed, participation=first, confirmed=True)
    came = f"{first.person.short_name} – 2 из 2, {second.person.short_name} – 1 из 2"
    loaded = Bond.objects.with_people().get(pk=group.pk)
    log = " ".join(block_rules.plain_text(log_blocks([loaded], curator))).replace("\xa0", " ")
    assert f"; были: {came}." in log
    told = report.facts(loaded)
    assert (told["attendance"], told["confirmed"]) == (came, 1)
    answers = told | {"pair": Pair.of(loaded), "conclusion": report.CONCLUSIONS[0], "successes": "Провели занятие."}
    text = " ".join(block_rules.plain_text(report.write(institution, defaultdict(str, answers))))
    assert "Успехи наставляемых" in text
    assert came in text.replace("\xa0", " ")


def test_the_report_is_assembled_from_the_log(begin, ordered, pair, today):
    MeetingFactory(bond=pair, held_on=today, minutes=45, topic="собрание", task="план", former_done=Meeting.Done.YES)
    paper = begin("mentor_report", bond=pair.pk, conclusion="наставничество целесообразно продолжить")[1]
    rows = dict(next(block for block in paper.blocks if block["type"] == "table")["rows"])
    assert rows["Проведено"] == "1 встреча, 45 мин"
    assert rows["Задания между встречами"] == "дано 1, сделано 1"
    assert rows["Первая и последняя встреча"] == date_words(today), "in words, as the other days of the table"
    text = " ".join(block_rules.plain_text(paper.blocks)).replace("\xa0", " ")
    assert f"по {date_words(today)}" in text, "not of days to come"
    assert rows["Приказ о закреплении"].endswith(f"№ {ordered.number}")
