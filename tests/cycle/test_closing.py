"""Closing a cycle: what hinders it, what it asks, and that nothing is written into a closed one (methodology.md 9, row 109)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.cycle import closing
from mentorship.cycle import workflow as cycles
from mentorship.cycle.contributions import over_rows
from mentorship.cycle.models import Cycle
from mentorship.documents import blocks
from mentorship.documents import workflow as documents
from mentorship.documents.contributions import returned_rows, waiting_count
from mentorship.documents.models import Paper
from mentorship.registry import workflow as registry
from mentorship.registry.models import Participation, Side
from mentorship.surveys import workflow as surveys
from mentorship.surveys.models import Questionnaire, Wave
from monitoring import workflow as monitoring
from pairs import logbook, outside_agreements
from pairs import workflow as pairs
from pairs.models import Bond
from programs import workflow as programs
from programs.models import PersonalProgramme
from tests import factories

DAY = timedelta(days=1)
CLOSED = "закрыт: записи хранятся, но не меняются"
REASON = "Итоги утверждены приказом на бумаге"


@pytest.fixture
def cycle(institution):
    return factories.CycleFactory(title="2026/27")


@pytest.fixture
def bond(cycle):
    return factories.BondFactory(active=True, cycle=cycle)


def memo(cycle, by, kind="memo", **fields):
    """A paper about the cycle as it lies in the base, in any state."""
    return Paper.objects.create(kind=kind, title="Памятка", subject=cycle, prepared_by=by, **fields)


def test_a_cycle_is_closed_by_its_order_or_for_a_reason_kept_in_history(cycle, curator):
    with pytest.raises(WorkflowError, match="Приказа об итогах этого цикла нет") as refused:
        closing.close_cycle(cycle, by=curator, reason="  ")
    assert refused.value.missing[0].url == f"{reverse('documents:begin', args=['order_results'])}?cycle={cycle.pk}"
    closing.close_cycle(cycle, by=curator, reason=REASON)
    closed = closing.closed_by(cycle)
    assert (closed.history_change_reason, closed.history_user) == (
        f"цикл закрыт без приказа об итогах: {REASON}",
        curator,
    )
    closing.reopen_cycle(cycle, by=curator)
    number = {"number": "17-од", "series": "orders", "year": 2026, "sequence": 17}
    memo(cycle, curator, kind=closing.ORDER, state="issued", issued_on=timezone.localdate(), **number)
    closing.close_cycle(cycle, by=curator)
    assert "цикл закрыт по приказу № 17-од" in closing.closed_by(cycle).history_change_reason


def test_working_pairs_and_papers_without_a_number_hinder(cycle, bond, curator):
    over = factories.BondFactory(active=True, cycle=cycle, ends_on=timezone.localdate() - DAY)
    factories.BondFactory(cycle=cycle)
    ends_later = {"state": Bond.State.TERMINATED, "ended_on": timezone.localdate() + DAY}
    factories.BondFactory(cycle=cycle, **ends_later)
    memo(cycle, curator, state=Paper.State.SIGNED)
    with pytest.raises(WorkflowError) as refused:
        closing.close_cycle(cycle, by=curator, reason=REASON)
    told = [str(one) for one in refused.value.missing]
    assert [line.split(":")[0] for line in told] == [
        "Срок истёк, но не завершены",
        "Ещё работают",
        "Прекращены приказом, последний день впереди",
        "«Памятка» подписан и ждёт номера.",
    ]
    assert refused.value.missing[0].url == reverse("pairs:complete_over", args=[cycle.pk])
    assert pairs.complete_over(Bond.objects.filter(cycle=cycle), by=curator) == 1
    over.refresh_from_db()
    assert (over.state, over.ended_on) == (Bond.State.COMPLETED, over.ends_on)
    assert len(closing.hindrances_of(cycle)) == 3


def test_the_page_says_what_is_ready_and_what_is_left_and_keeps_the_reason(cycle, bond, curator, as_user):
    browser, url = as_user(curator), reverse("cycle:close", args=[cycle.pk])
    page = browser.get(url).content.decode()
    assert "Ещё работают: 1 пара" in page
    assert "<button" not in page.split("Дорожная карта</h2>")[1].split("</main>")[0]  # nothing to press yet
    over = reverse("pairs:complete_over", args=[cycle.pk])
    Bond.objects.filter(pk=bond.pk).update(ends_on=timezone.localdate() - DAY)
    assert bond.title in browser.get(over).content.decode()
    assert browser.post(over).status_code == 302
    factories.BondFactory(cycle=cycle)
    memo(cycle, curator)
    page = browser.get(url).content.decode()
    assert "Предложены, но не закреплены приказом: 1 пара" in page
    assert "Не издан документ «Памятка»: черновик" in page
    assert f"Цикл идёт до {cycle.ends_on:%d.%m.%Y}" in page
    assert "или напишите, почему цикл закрывают без него" in browser.post(url).content.decode()
    assert browser.post(url, {"reason": REASON}).status_code == 302
    page = browser.get(cycle.get_absolute_url()).content.decode()
    assert REASON in page
    assert reverse("cycle:arrange", args=[cycle.pk]) not in page


@pytest.fixture
def wave(cycle, bond, curator):
    surveys.load_questionnaires()
    asked = {"people": bond.mentees, "closes_on": timezone.localdate() + DAY}
    return surveys.open_wave(Questionnaire.objects.get(code="Q12E"), subject=cycle, by=curator, **asked)


def test_a_running_questionnaire_closes_with_its_cycle(cycle, bond, wave, curator):
    assert "закроется вместе с циклом" in str(closing.leftovers_of(cycle)[-1])
    pairs.complete_bond(bond, by=curator)
    closing.close_cycle(cycle, by=curator, reason=REASON)
    wave.refresh_from_db()
    assert wave.state == Wave.State.CLOSED


@pytest.fixture
def acts(cycle, bond, wave, curator):
    """{name: act} over every verb that writes into a cycle; each finds its own records."""
    today, person = timezone.localdate(), factories.PersonFactory()
    mentor, mentee = bond.members.get(side=Side.MENTOR), bond.members.get(side=Side.MENTEE)
    mentor, mentee, by = mentor.participation, mentee.participation, {"by": curator}
    candidate = factories.ParticipationFactory(cycle=cycle, state=Participation.State.CANDIDATE)
    asked = registry.change_request(mentee, topic=factories.TopicFactory(), priority=2, **by)
    meeting = factories.MeetingFactory(bond=bond)
    texts = {"goal": "цель", "tasks": "раз", "starts_on": bond.starts_on, "ends_on": bond.ends_on}
    programme = programs.write(bond, version=0, **texts, **by)
    held = {"held_on": today, "minutes": 30, "type": "other"}
    terms = {"pay": "none", "no_pay_reason": "нет", "starts_on": bond.starts_on, "ends_on": bond.ends_on}
    agreed = outside_agreements.enter(bond, outside_number="3", signed_on=bond.starts_on, **terms, **by)
    draft = memo(cycle, curator, options={"whom": "mentor", "every_days": 14, "curator": person.pk})
    proposed = factories.BondFactory(cycle=cycle)
    letter = {"title": "Памятка", "subject": cycle, **by}
    return {
        "roadmap": lambda: cycles.add_stage(cycle, title="Этап", **by),
        "enrol": lambda: registry.enrol(cycle, person, Side.MENTOR, **by),
        "accept": lambda: registry.accept(candidate, **by),
        "change": lambda: registry.change(mentor, version=mentor.version, capacity=2, **by),
        "leave": lambda: registry.leave(candidate, reason="передумал", **by),
        "interview": lambda: registry.add_interview(
            mentor, held_on=today, held_by="Комиссия", minutes="", decision="fits", **by
        ),
        "score": lambda: registry.score(mentor, {}, **by),
        "select": lambda: registry.select(mentor, **by),
        "deselect": lambda: registry.deselect(mentor, reason="ошибка", **by),
        "approve": lambda: registry.approve(cycle, [mentor], number="1", approved_on=today, **by),
        "rest": lambda: registry.rest(mentor, starts_on=today, reason="отпуск", **by),
        "end rest": lambda: registry.end_rest(mentor, **by),
        "strengths": lambda: registry.set_strengths(mentor, {}, **by),
        "request": lambda: registry.change_request(mentee, topic=None, priority=1, words="Ещё", **by),
        "solved": lambda: registry.solve_request(asked, **by),
        "request away": lambda: registry.remove_request(asked, **by),
        "base looked through": lambda: registry.confirm_base(cycle, Side.MENTOR, **by),
        "propose": lambda: pairs.propose(
            cycle=cycle,
            mentors=[mentor],
            mentees=[mentee],
            form=bond.form,
            kinds=list(bond.kinds.all()),
            starts_on=bond.starts_on,
            ends_on=bond.ends_on,
            **by,
        ),
        "no agreement": lambda: pairs.waive_agreement(bond, reason="", **by),
        "cancel": lambda: pairs.cancel_bond(proposed, **by),
        "out of draft": lambda: pairs.take_out_of_draft(proposed, **by),
        "complete": lambda: pairs.complete_bond(bond, **by),
        "terminate": lambda: pairs.terminate_bond(bond, reason="уволен", **by),
        "order on pairs": lambda: pairs.draft_order(cycle, [proposed], curator, {}),
        "agreement": lambda: outside_agreements.enter(
            bond, outside_number="4", signed_on=bond.starts_on, **terms, **by
        ),
        "agreement anew": lambda: outside_agreements.change(agreed, version=0, **terms, **by),
        "agreement away": lambda: outside_agreements.remove(agreed, version=0, reason="ошибка", **by),
        "meeting": lambda: logbook.log_meeting(bond, again=True, **held, **by),
        "meeting anew": lambda: logbook.edit_meeting(meeting, version=meeting.version, **held, **by),
        "no meeting": lambda: logbook.cancel_meeting(meeting, **by),
        "mark": lambda: logbook.mark_meeting(meeting, mentee, confirmed=True, **by),
        "programme": lambda: programs.write(bond, version=programme.version, **texts, **by),
        "programme sent": lambda: programs.send(programme, **by),
        "programme returned": lambda: programs.return_with_remark(programme, remark="короче", **by),
        "programme approved": lambda: programs.approve(programme, version=programme.version, **by),
        "programme from paper": lambda: programs.enter_approved(
            bond, version=programme.version, approved_on=today, **texts, **by
        ),
        "plan": lambda: monitoring.set_targets(cycle, {"I07": 80}, **by),
        "report": lambda: monitoring.draft_report(cycle, on=today, **by),
        "questionnaire again": lambda: surveys.reopen_wave(wave, closes_on=today, **by),
        "questionnaire": lambda: surveys.open_wave(
            wave.questionnaire, subject=cycle, people=[person], closes_on=today, **by
        ),
        "paper": lambda: documents.draft("memo", **letter),
        "text": lambda: documents.edit(draft, blocks=[], version=draft.version, **by),
        "text anew": lambda: documents.rebuild(draft, **by),
        "what the paper changes": lambda: documents.change(draft, draft, **by),
    }


def told(act):
    try:
        act()
    except WorkflowError as error:
        return str(error)
    return ""


def test_nothing_is_written_into_a_closed_cycle_until_it_is_opened_again(cycle, acts, curator):
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.CLOSED)
    cycle.refresh_from_db()
    assert [name for name, act in acts.items() if CLOSED not in told(act)] == []
    assert not Participation.objects.filter(state=Participation.State.LEFT).exists()
    assert not PersonalProgramme.objects.exclude(state=PersonalProgramme.State.DRAFT).exists()
    closing.reopen_cycle(cycle, by=curator)
    assert [name for name, act in acts.items() if CLOSED in told(act)] == []


def test_a_cycle_closed_since_the_page_was_read_is_not_written_into(cycle, curator):
    """As read before, it runs: the verb looks again once it has its transaction."""
    closing.close_cycle(Cycle.objects.get(), by=curator, reason=REASON)
    assert cycle.state == Cycle.State.RUNNING
    assert CLOSED in told(lambda: registry.enrol(cycle, factories.PersonFactory(), Side.MENTOR, by=curator))


def elsewhere(act):
    """What keeps another connection from doing ``act`` at once; empty if nothing does."""

    def run():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
                act()
        except DatabaseError as error:
            return type(error.__cause__).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one transaction writes at a time")
@pytest.mark.django_db(transaction=True)
def test_a_cycle_is_not_closed_while_anybody_writes_into_it(cycle, wave, acts, curator, monkeypatch):
    """Nor is anything written into it while it is being closed; two who write do not wait for each other."""

    def tried(act):
        """What an act that is not over yet keeps from closing: its verb is done, its transaction is open."""
        with transaction.atomic():
            refused = told(act)
            found = None if refused else elsewhere(Cycle.objects.select_for_update().get)
            transaction.set_rollback(True)
        return found

    kept = {name: tried(act) for name, act in acts.items()}
    assert [name for name, found in kept.items() if found == ""] == []
    assert list(kept.values()).count("LockNotAvailable") > 25  # the others need more than a cycle that runs
    with monkeypatch.context() as unlocked:
        unlocked.setattr(closing, "held", lambda cycle, field: cycle)
        assert tried(acts["score"]) == ""  # the twin without the lock
    with transaction.atomic():
        assert told(acts["score"]) == elsewhere(acts["programme sent"]) == ""
    with transaction.atomic():
        surveys.answer(wave.invitations.get(), {})
        assert elsewhere(Wave.objects.select_for_update().get) == "LockNotAvailable"
    bond = Bond.objects.filter(state=Bond.State.ACTIVE)
    pairs.complete_bond(bond.get(), by=curator)
    with transaction.atomic():
        closing.close_cycle(cycle, by=curator, reason=REASON)
        assert elsewhere(acts["score"]) == elsewhere(acts["paper"]) == "LockNotAvailable"
    assert CLOSED in told(acts["score"])


def test_the_registries_do_not_correct_a_participant_of_a_closed_cycle(cycle, curator, as_user):
    one = factories.ParticipationFactory(cycle=cycle, consents=False)
    url = reverse("admin:registry_participation_change", args=[one.pk])
    assert as_user(curator).post(url, {"capacity": 2}).status_code == 302
    closing.close_cycle(cycle, by=curator, reason=REASON)
    assert as_user(curator).post(url, {"capacity": 3}).status_code == 403
    one.refresh_from_db()
    assert one.capacity == 2


def test_a_draft_of_a_closed_cycle_is_not_issued_but_an_award_may_still_be_written(cycle, curator, as_user):
    draft = memo(cycle, curator, blocks=[blocks.paragraph("Встречи – раз в две недели.")])
    closing.close_cycle(cycle, by=curator, reason=REASON)
    with pytest.raises(WorkflowError, match="нельзя передать на подпись") as refused:
        documents.send(draft, by=curator)
    assert [str(one) for one in refused.value.missing] == [closing.refusal(cycle)]
    page = as_user(curator).get(reverse("documents:begin", args=["memo"])).content.decode()
    assert CLOSED in page
    assert "Составить черновик" not in page
    page = as_user(curator).get(draft.get_absolute_url()).content.decode()
    assert reverse("documents:discard", args=[draft.pk]) in page
    assert reverse("documents:edit", args=[draft.pk]) not in page
    for kind in ("order_award", "order_site", "letter", "order_destruction"):
        assert documents.draft(kind, title="После цикла", subject=cycle, by=curator).pk


def test_papers_that_cannot_be_signed_any_more_are_demanded_of_nobody(cycle, bond, curator, director, as_user):
    """Those about a pair too; an award may still be signed, and what was left is found on the page of the cycle."""
    returned = [memo(cycle, curator, state="returned"), memo(bond, curator, state="returned")]
    award = memo(cycle, curator, kind="order_award", state="returned")
    memo(cycle, curator, state="on_signature")
    today = timezone.localdate()
    assert [len(returned_rows(curator, today)), waiting_count(director)] == [3, 1]
    pairs.complete_bond(bond, by=curator)
    closing.close_cycle(cycle, by=curator, reason=REASON)
    (line,) = returned_rows(curator, today)
    assert reverse("documents:edit", args=[award.pk]) == line.url
    assert waiting_count(director) is None
    page = as_user(curator).get(cycle.get_absolute_url()).content.decode()
    links = [reverse("documents:discard", args=[one.pk]) in page for one in (*returned, award)]
    assert links == [True, True, False]
    closing.reopen_cycle(cycle, by=curator)
    assert [len(returned_rows(curator, today)), waiting_count(director)] == [3, 1]


def test_today_reminds_of_a_cycle_that_is_over_until_it_is_closed(cycle, curator, director):
    after = {"starts_on": cycle.ends_on + DAY, "ends_on": cycle.ends_on + 200 * DAY}
    factories.CycleFactory(title="2027/28", **after)  # the next one runs already and hides nothing
    assert over_rows(curator, cycle.ends_on) == over_rows(director, cycle.ends_on + DAY) == []
    (line,) = over_rows(curator, cycle.ends_on + DAY)
    assert (line.title, line.url) == ("Закрыть цикл «2026/27»", reverse("cycle:close", args=[cycle.pk]))
    closing.close_cycle(cycle, by=curator, reason=REASON)
    assert over_rows(curator, cycle.ends_on + DAY) == []


def test_the_next_cycle_takes_over_once_the_present_one_is_closed_early(cycle, curator):
    after = {"starts_on": cycle.ends_on + DAY, "ends_on": cycle.ends_on + 200 * DAY}
    following = factories.CycleFactory(title="2027/28", **after)
    assert Cycle.objects.current() == cycle
    closing.close_cycle(cycle, by=curator, reason=REASON)
    assert Cycle.objects.current() == following
    following.delete()
    assert Cycle.objects.current() == cycle
