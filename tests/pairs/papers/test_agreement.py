"""The agreement of a pair, its lamp and the order of payment that follows it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from mentorship.common.workflow import WorkflowError
from mentorship.documents import blocks as block_rules
from mentorship.documents import kinds, screens
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper
from mentorship.institution.models import Rules
from mentorship.people.models import Consent, Person
from pairs import workflow
from pairs.models import Agreement, Bond
from pairs.papers.pay import amount_words
from pairs.readiness import readiness, stops
from tests.pairs.papers.said import errors, items

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


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
    text = " ".join(items(begin("labour_agreement", **answers(rate="12.5", hours="4.5"))[1])).replace("\xa0", " ")
    assert "предупредив об этом другую сторону в письменной форме" in text
    assert "наряду с работой, определённой трудовым договором, дополнительной работы по наставничеству" in text
    assert "устанавливается доплата в размере 12,5 процента должностного оклада" in text
    assert "не более 4,5 часа в месяц" in text
    unpaid = answers(pay="none", no_pay_reason="входит в обязанности")
    assert "только за доплату" in errors(begin("labour_agreement", **unpaid)[0])["pay"][0]


@pytest.mark.parametrize(
    ("pay", "rate", "words"),
    [
        ("percent", "1", "1 процента должностного оклада"),
        ("coefficient", "0.15", "0,15 должностного оклада (коэффициент)"),
        ("fixed", "5000", "5000 рублей в месяц"),
        ("fixed", "12500.50", "12\xa0500,50 рубля в месяц"),
    ],
)
def test_the_size_of_the_pay_is_said_as_one_reads_it_aloud(pay, rate, words):
    answers = {"pay": pay, "rate": Decimal(rate), "base": "должностного оклада"}
    assert amount_words(answers) == words


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"content": ""}, "content", "Статья 351.8 ТК РФ требует указать содержание, сроки и форму работы."),
        ({"pay": "none"}, "no_pay_reason", "Укажите размер и условия выплаты или причину её отсутствия"),
        ({"rate": ""}, "rate", "Укажите размер и условия выплаты"),
        ({"rate": "0.05"}, "rate", "Процент должен быть от 0,1 до 100."),
        ({"rate": "101"}, "rate", "Процент должен быть от 0,1 до 100."),
        ({"contract_number": ""}, "contract_number", "Укажите номер трудового договора"),
        ({"meetings": ""}, "meetings", "Укажите, сколько встреч в месяц"),
        ({"meetings": "0"}, "meetings", "не менее одной"),
        ({"ends_on": "2020-01-01"}, "ends_on", "Дата окончания должна быть позже даты начала."),
        ({"ends_on": "2090-01-01"}, "ends_on", "выходит за период наставничества"),
        ({"starts_on": "2020-01-01"}, "starts_on", "выходит за период наставничества"),
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


def test_the_payment_follows_the_agreement(begin, agreed, pair):
    (agreement,) = Agreement.objects.all()
    days = {"starts_on": pair.starts_on.isoformat(), "ends_on": pair.ends_on.isoformat()}
    paper = begin("order_payment", agreements=[agreement.pk], source="фонда оплаты труда", **days)[1]
    (row,) = next(block for block in paper.blocks if block["type"] == "table")["rows"]
    assert row[1] == "Белова Мария Петровна, воспитатель"
    assert row[2] == "10 процентов должностного оклада"
    assert agreed.number in row[5]
    assert any("работнику, выполняющему" in block.get("text", "") for block in paper.blocks), "one mentor"
    late = days | {"ends_on": (pair.ends_on + DAY).isoformat()}
    response, _ = begin("order_payment", agreements=[agreement.pk], source="фонда", **late)
    assert "период выплаты выходит за период наставничества" in errors(response)["ends_on"][0]
    early = days | {"starts_on": (pair.starts_on - DAY).isoformat()}
    response, _ = begin("order_payment", agreements=[agreement.pk], source="фонда", **early)
    assert "период выплаты выходит" in errors(response)["starts_on"][0]
    gone = pair.starts_on + 9 * DAY  # the pair was ended after the order had been drafted
    Bond.objects.filter(pk=pair.pk).update(state=Bond.State.TERMINATED, ended_on=gone)
    (missing,) = screens.gate(paper)
    assert missing.text.endswith(f"({pair.starts_on:%d.%m.%Y}–{gone:%d.%m.%Y}).")


@pytest.mark.parametrize(
    ("struck", "words"),
    [
        ("Содержание работы", "содержание, сроки и форму работы. В тексте нет содержания."),
        ("Срок выполнения", "содержание, сроки и форму работы. В тексте нет срока."),
        ("Форма выполнения", "содержание, сроки и форму работы. В тексте нет формы."),
        ("Выплата", "Укажите размер и условия выплаты или причину её отсутствия"),
    ],
)
def test_what_the_law_asks_for_is_not_struck_out_by_hand(begin, answers, curator, struck, words):
    paper = begin("labour_agreement", **answers(pay="none", rate="", no_pay_reason="входит в обязанности"))[1]
    assert screens.gate(paper) == []
    left = [block for block in paper.blocks if not block.get("text", "").startswith(struck)]
    assert len(left) == len(paper.blocks) - 1
    documents.edit(paper, blocks=left, version=paper.version, by=curator)
    with pytest.raises(WorkflowError) as refused:
        documents.send(paper, by=curator)
    (missing,) = refused.value.missing
    assert words in missing.text
    assert missing.url == reverse("documents:edit", args=[paper.pk])
