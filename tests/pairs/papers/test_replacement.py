"""The order that replaces a mentor by amending the order of pairs."""

from datetime import timedelta

import pytest

from mentorship.documents import screens
from mentorship.documents import workflow as documents
from mentorship.people.models import Person
from pairs.models import Bond, OrderLine
from tests.pairs.papers.said import errors, items

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # three orders before the first word
DAY = timedelta(days=1)


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


def test_a_new_row_never_takes_the_number_of_one_that_was_printed(begin, sign, ordered, pair, successor, today):
    sign(begin("order_end", bond=pair.pk, why="mutual", last_day=today.isoformat())[1])
    paper = begin("order_replace", order=ordered.pk, added=[successor(today + DAY).pk])[1]
    assert items(paper)[1] == "дополнить строкой 2."


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
