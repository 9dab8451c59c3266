"""Agreements signed outside the portal: entered by hand, they count like the portal's own."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.documents import screens
from mentorship.documents.models import Paper
from mentorship.people.models import Person
from pairs import lacking, outside_agreements, workflow
from pairs.models import Agreement, Bond
from pairs.readiness import readiness, stops

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pair(wanted, today):
    """A proposed pair of two of the staff whose mentor's contract does not speak of the work."""
    return workflow.propose(**wanted(starts_on=today, no_agreement=""))


@pytest.fixture
def typed(pair, today):
    """What the curator types: ``typed(pay="none")``."""

    def filled(**changes):
        usual = {
            "outside_number": "№ 14/дс",
            "signed_on": (today - DAY).isoformat(),
            "starts_on": pair.starts_on.isoformat(),
            "ends_on": pair.ends_on.isoformat(),
            "pay": "percent",
            "rate": "10",
            "base": "должностного оклада",
            "pay_act": "Положением об оплате труда",
        }
        return usual | changes

    return filled


@pytest.fixture
def page(pair):
    return reverse("pairs:enter_agreement", args=[pair.pk])


@pytest.fixture
def entered(as_user, curator, page, typed):
    assert as_user(curator).post(page, typed()).status_code == 302
    return Agreement.objects.get()


def states(bond):
    return {lamp.code: lamp.state for lamp in readiness(Bond.objects.with_people().get(pk=bond.pk))}


def test_it_turns_the_lamp_and_opens_the_orders(as_user, curator, pair, entered, today):
    assert entered.number == "14/дс"
    assert states(pair)["agreement"] == "ok"
    assert stops(readiness(pair)) == []
    assert not lacking.lacking(Bond.objects.filter(pk=pair.pk), today).exists()
    days = {"starts_on": pair.starts_on.isoformat(), "ends_on": pair.ends_on.isoformat()}
    asked = {"agreements": [entered.pk], "source": "фонда оплаты труда", **days}
    as_user(curator).post(reverse("documents:begin", args=["order_payment"]), asked)
    paper = Paper.objects.get(kind="order_payment")
    (row,) = next(block for block in paper.blocks if block["type"] == "table")["rows"]
    assert (row[2], row[5]) == ("10 процентов должностного оклада", f"соглашение от {today - DAY:%d.%m.%Y} № 14/дс")
    assert screens.gate(paper) == []
    outside_agreements.change(entered, version=0, by=curator, rate=12)
    assert [missing.text for missing in screens.gate(paper)] == [
        "Строка 1: в документе – «в размере 10 процентов должностного оклада», а по записям теперь – «в размере 12 "
        "процентов должностного оклада». Нажмите «Составить заново»."
    ]


@pytest.mark.parametrize(
    ("after_start", "consent", "words"),
    [(1, -5, "Соглашение должно быть раньше."), (0, 1, "Согласие должно быть раньше.")],
)
def test_papers_signed_in_the_wrong_order_are_told_as_they_were(pair, entered, after_start, consent, words):
    """What is signed on paper cannot be refused: the pair's lamp asks to look at it (law.md 1.6)."""
    signed = entered.starts_on + after_start * DAY
    Agreement.objects.update(signed_on=signed)
    pair.mentors[0].consents.filter(kind="mentor").update(signed_on=signed + consent * DAY)
    found = readiness(Bond.objects.with_people().get(pk=pair.pk), signed + 9 * DAY)
    (lamp,) = [one for one in found if one.code == "agreement"]
    assert (lamp.state, lamp.text.endswith(words)) == ("warn", True)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"outside_number": ""}, "outside_number", "Укажите номер соглашения"),
        ({"signed_on": "2090-01-01"}, "signed_on", ""),
        ({"ends_on": "2000-01-01"}, "ends_on", "позже даты начала"),
        ({"starts_on": "2001-01-01", "ends_on": "2002-01-01"}, "ends_on", "не относится к периоду"),
        ({"rate": ""}, "rate", "Укажите размер"),
        ({"pay": "none"}, "no_pay_reason", "причину её отсутствия"),
        ({"pay_act": ""}, "pay_act", "Укажите акт"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    as_user, curator, page, typed, changes, field, words
):
    answer = as_user(curator).post(page, typed(**changes))
    form = answer.context["form"]
    assert words in form.errors[field][0]
    assert form["base"].value() == "должностного оклада"
    assert not Agreement.objects.exists()


def test_a_mentor_of_another_institution_has_no_labour_contract_here(as_user, curator, page, typed, pair):
    Person.objects.filter(pk=pair.mentors[0].pk).update(origin=Person.Origin.EXTERNAL)
    answer = as_user(curator).post(page, typed())
    assert "трудового договора с ним нет" in str(answer.context["form"].errors)


def test_the_same_agreement_is_not_entered_twice(as_user, curator, page, typed, entered):
    answer = as_user(curator).post(page, typed())
    assert "уже внесено" in str(answer.context["form"].errors)


def test_the_scan_is_attached_later_and_read_by_right(as_user, curator, director, pair, entered, typed):
    change = reverse("pairs:change_agreement", args=[entered.pk])
    bad = SimpleUploadedFile("скан.pdf", b"not a pdf")
    answer = as_user(curator).post(change, typed(version=entered.version, scan=bad))
    assert answer.context["form"].errors["scan"]
    content = io.BytesIO()
    Image.new("RGB", (20, 20)).save(content, "PNG")
    good = SimpleUploadedFile("скан.png", content.getvalue())
    assert as_user(curator).post(change, typed(version=entered.version, scan=good)).status_code == 302
    scan = reverse("pairs:agreement_scan", args=[entered.pk])
    assert as_user(director).get(scan)["Content-Type"] == "image/png"
    assert scan in as_user(curator).get(pair.get_absolute_url()).content.decode()
    assert as_user(curator).post(change, typed(version=0)).context["form"].errors  # somebody was faster


def test_what_the_page_asks_follows_the_agreement(as_user, curator, pair, page, typed):
    waive = reverse("pairs:no_agreement", args=[pair.pk])

    def asked():
        shown = as_user(curator).get(pair.get_absolute_url()).content.decode()
        assert (waive in shown) is not ("Внести ещё одно соглашение" in shown)
        return waive in shown

    assert asked()
    as_user(curator).post(page, typed())
    assert not asked()
    answer = as_user(curator).post(waive, {"reason": "входит в должностную инструкцию"})
    assert "уже действует" in str(answer.context["form"].errors)
    assert Bond.objects.get().no_agreement == ""
    Agreement.objects.update(starts_on=pair.starts_on - 9 * DAY, signed_on=pair.starts_on - 9 * DAY)
    Agreement.objects.update(ends_on=pair.starts_on - DAY)
    assert asked()


def test_one_entered_by_mistake_is_removed_with_a_reason(as_user, curator, pair, entered):
    remove = reverse("pairs:remove_agreement", args=[entered.pk])
    answer = as_user(curator).post(remove, {"reason": " ", "version": 0})
    assert "Укажите причину" in answer.context["form"].errors["reason"][0]
    outside_agreements.change(entered, version=0, by=curator, rate=12)
    answer = as_user(curator).post(remove, {"reason": "не той паре", "version": 0})
    assert "изменил другой человек" in str(answer.context["form"].errors)
    again = answer.context["form"]
    assert (again["version"].value(), again["reason"].value()) == ("1", "не той паре")
    assert as_user(curator).post(remove, {"reason": "не той паре", "version": 1}).status_code == 302
    assert states(pair)["agreement"] == "missing"
    told = f"удалено соглашение № 14/дс от {entered.signed_on:%d.%m.%Y}: не той паре"
    assert Agreement.history.get(history_type="-").history_change_reason == told
    assert told in as_user(curator).get(pair.get_absolute_url()).content.decode()
    assert as_user(curator).post(remove, {"reason": "не той паре", "version": 1}).status_code == 404
    with pytest.raises(WorkflowError, match="уже удалили"):
        outside_agreements.remove(entered, version=1, reason="дважды", by=curator)


def test_one_that_an_order_on_payment_names_stays(as_user, curator, pair, entered):
    about = {"kind": "order_payment", "title": "О выплате", "options": {"agreements": [entered.pk]}}
    order = Paper.objects.create(state="issued", issued_on=entered.signed_on, number="5-л/с", **about)
    remove = reverse("pairs:remove_agreement", args=[entered.pk])
    answer = as_user(curator).post(remove, {"reason": "не той паре", "version": 0})
    assert f"О выплате (№ 5-л/с от {entered.signed_on:%d.%m.%Y})" in str(answer.context["form"].errors)
    assert Agreement.objects.exists()
    Paper.objects.filter(pk=order.pk).update(state="withdrawn")
    assert as_user(curator).post(remove, {"reason": "не той паре", "version": 0}).status_code == 302


def test_two_people_at_one_agreement(entered, curator):
    outside_agreements.change(entered, version=0, by=curator, rate=12)
    with pytest.raises(Conflict):
        outside_agreements.change(entered, version=0, by=curator, rate=15)
    assert Agreement.objects.get().rate == 12


def test_an_agreement_of_the_portal_is_not_changed_by_hand(entered, curator):
    paper = Paper.objects.create(kind="labour_agreement", title="Соглашение")
    Agreement.objects.update(paper=paper, outside_number="", scan=None)
    for act in ({"rate": 12}, {"reason": "не нужно"}):
        write = outside_agreements.change if "rate" in act else outside_agreements.remove
        with pytest.raises(WorkflowError, match="издано в портале"):
            write(entered, version=0, by=curator, **act)


def test_without_paper_and_number_there_is_no_agreement(entered):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.update(outside_number="")
