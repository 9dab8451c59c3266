"""What the issue of the order on pairs brings into force, and what it leaves alone."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.documents import kinds
from mentorship.documents import workflow as documents
from mentorship.documents.blocks import plain_text
from mentorship.documents.models import Paper, PaperChange
from mentorship.people import workflow as people
from mentorship.people.models import Consent
from pairs import papers, workflow
from pairs.models import Bond
from tests.pairs.order.acts import only, sign
from tests.pairs.papers.said import items

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


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
