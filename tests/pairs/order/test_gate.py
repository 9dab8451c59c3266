"""What the order on pairs asks for before it is signed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentorship.common.workflow import WorkflowError
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution.models import Act
from mentorship.registry import workflow as registry
from mentorship.registry.models import Participation
from pairs import papers, workflow
from pairs.models import Bond
from tests.pairs.order.acts import only
from tests.pairs.papers.said import items

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


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
