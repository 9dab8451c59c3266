"""Orders at the end of a cycle: results, awards, what goes to the site; the certificates of awards."""

import io
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from mentorship.accounts.models import Role
from mentorship.common.workflow import WorkflowError
from mentorship.cycle import evidence
from mentorship.documents import kinds
from mentorship.documents import workflow as documents
from mentorship.documents.models import Paper, Series
from mentorship.people.models import Consent
from mentorship.people.subject_data import subject_data
from mentorship.people.timeline import events_of
from monitoring.models import Award
from pairs.models import Bond
from tests.factories import BondFactory, ConsentFactory, CycleFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def running(institution):
    return CycleFactory(starts_on=TODAY - timedelta(days=200), ends_on=TODAY + timedelta(days=100))


@pytest.fixture
def bond(running):
    return BondFactory(cycle=running, state=Bond.State.ACTIVE, starts_on=TODAY - timedelta(days=100))


def begin(as_user, user, code, **answers):
    """Answer the form of a kind; gives its draft."""
    response = as_user(user).post(reverse("documents:begin", args=[code]), answers)
    assert response.status_code == 302, response.context["form"].errors
    return Paper.objects.get(kind=code)


def issue(paper, curator, director):
    documents.send(paper, by=curator)
    documents.issue(paper, by=director, key=uuid.uuid4())
    paper.refresh_from_db()
    return paper


def items(paper):
    return [block["text"] for block in paper.blocks if block["type"] == "item"]


def annex(paper):
    return next(block["rows"] for block in paper.blocks if block["type"] == "table")


def results(as_user, curator, person, **answers):
    until = (TODAY + timedelta(days=30)).isoformat()
    return begin(as_user, curator, "order_results", answers_for=person.pk, until=until, **answers)


# --- О14 ------------------------------------------------------------------------------------------------------


def test_the_order_on_results_tells_each_pair_its_result_and_mark(as_user, curator, running, bond):
    done = BondFactory(cycle=running, state=Bond.State.COMPLETED, ended_on=TODAY)
    broken = BondFactory(
        cycle=running, state=Bond.State.TERMINATED, ended_on=TODAY, ending_reason="перевод в другое учреждение"
    )
    BondFactory(cycle=running)  # proposed only: there is nothing to sum up
    paper = results(as_user, curator, PersonFactory(), partly=[done.pk], advice="обобщить опыт;\n\nпродолжить работу.")
    marks = {row[1]: row[3:] for row in annex(paper)}
    assert marks == {
        bond.title.replace("→", "–"): [f"работает до {bond.ends_on:%d.%m.%Y}", "программа выполнена"],
        done.title.replace("→", "–"): [f"завершена {TODAY:%d.%m.%Y}", "программа выполнена частично"],
        broken.title.replace("→", "–"): [
            f"прекращена досрочно {TODAY:%d.%m.%Y}: перевод в другое учреждение",
            "–",
        ],
    }
    assert items(paper)[3:5] == ["обобщить опыт;", "продолжить работу."]


def test_one_pair_has_one_mark(as_user, curator, bond):
    answers = {
        "answers_for": PersonFactory().pk,
        "until": (TODAY + timedelta(days=7)).isoformat(),
        "partly": [bond.pk],
        "failed": [bond.pk],
    }
    response = as_user(curator).post(reverse("documents:begin", args=["order_results"]), answers)
    assert "отмечена в обоих списках" in response.content.decode()
    assert not Paper.objects.exists()


def test_nothing_is_summed_up_where_nobody_worked(as_user, curator, running):
    paper = results(as_user, curator, PersonFactory())
    with pytest.raises(WorkflowError) as refusal:
        documents.send(paper, by=curator)
    assert [missing.text.split(" – ")[0] for missing in refusal.value.missing] == ["Нет данных за период"]


def test_a_pair_whose_term_is_over_is_pointed_at(as_user, curator, running):
    late = BondFactory(
        cycle=running,
        state=Bond.State.ACTIVE,
        starts_on=TODAY - timedelta(days=100),
        ends_on=TODAY - timedelta(days=1),
    )
    paper = results(as_user, curator, PersonFactory())
    told = [note.text for note in kinds.get(paper.kind).notes(paper)]
    assert any(late.title in text and "завершите" in text for text in told)
    assert any(text.startswith(f"Цикл идёт до {running.ends_on:%d.%m.%Y}") for text in told)


# --- О15 ------------------------------------------------------------------------------------------------------


@pytest.fixture
def rewarded(as_user, curator, director, bond):
    """The issued order that thanks the mentor of ``bond`` and pays a bonus."""
    mentor = bond.mentors[0]
    total = issue(results(as_user, curator, mentor), curator, director)
    paper = begin(
        as_user,
        curator,
        "order_award",
        results=total.pk,
        thanks=[mentor.pk],
        thanks_for="за терпение",
        bonus=[mentor.pk],
        bonus_for="за выполнение программы",
        bonus_size="5000",
        diploma_for="за что-нибудь",
    )
    return issue(paper, curator, director)


def test_the_order_on_awards_names_grounds_people_and_money(rewarded, bond):
    ground = next(block["text"] for block in rewarded.blocks if block["type"] == "paragraph")
    assert "статьёй 191 Трудового кодекса" in ground
    assert "№ 1" in ground.split("на основании приказа")[1]
    assert "премию в размере 5000 руб. за выполнение программы" in items(rewarded)[1]
    assert not any("грамотой" in item for item in items(rewarded))  # a reason alone rewards nobody
    assert [row[3] for row in annex(rewarded)] == ["благодарность", "премия, 5000 руб."]
    assert rewarded.series == Series.PERSONNEL


def test_the_page_that_closes_the_cycle_names_the_order_that_sums_it_up(as_user, curator, rewarded, running):
    page = as_user(curator).get(reverse("cycle:close", args=[running.pk])).content.decode()
    order = Paper.objects.get(kind="order_results")
    assert f"№ {order.number} от {order.issued_on:%d.%m.%Y}" in page
    assert order.get_absolute_url() in page
    assert rewarded.storage_article == "ст. 434"


def test_awards_are_there_once_the_order_is_issued(rewarded, bond, curator, running):
    mentor = bond.mentors[0]
    assert {(one.person, one.kind, one.reason) for one in Award.objects.all()} == {
        (mentor, Award.Kind.THANKS, "за терпение"),
        (mentor, Award.Kind.BONUS, "за выполнение программы"),
    }
    told = [event.title for event in events_of(mentor, curator)]
    assert "Поощрение: благодарность" in told
    found = evidence.proofs(running)
    assert found["award"]
    assert found["certificate"]
    assert found["order_award"]


def test_a_draft_rewards_nobody(as_user, curator, bond):
    begin(as_user, curator, "order_award", thanks=[bond.mentors[0].pk], thanks_for="за терпение")
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"thanks_for": "за труд"}, "пока никого нет"),
        ({"thanks": True, "thanks_for": ""}, "Укажите, за что"),
        ({"bonus": True, "bonus_for": "за труд"}, "Укажите размер премии"),
    ],
)
def test_an_order_on_awards_that_says_too_little_is_refused(as_user, curator, bond, answers, words):
    answers = {name: bond.mentors[0].pk if value is True else value for name, value in answers.items()}
    response = as_user(curator).post(reverse("documents:begin", args=["order_award"]), answers)
    assert words in response.content.decode()


def test_an_award_goes_with_its_order(rewarded, bond, curator, as_user):
    Paper.objects.filter(pk=rewarded.pk).update(state=Paper.State.WITHDRAWN)
    assert not Award.objects.in_force().exists()
    assert bond.mentors[0].full_name not in as_user(curator).get(reverse("monitoring:awards")).content.decode()


def test_the_reason_of_an_award_goes_with_the_person(rewarded, bond, curator):
    class Destruction:
        files = set()

    source = next(one for one in subject_data if one.code == "awards")
    assert "за терпение" in dict(source.rows(bond.mentors[0])).values()
    source.forget(bond.mentors[0], Destruction())
    assert set(Award.objects.values_list("reason", flat=True)) == {""}


# --- Certificates ---------------------------------------------------------------------------------------------


def certificate(client, award, ending="pdf"):
    return client.get(reverse("monitoring:certificate", args=[award.pk, ending]))


def test_a_certificate_of_a_school_with_a_long_name_is_one_sheet(institution, rewarded, curator, as_user):
    institution.full_name = ("Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 1234» " * 3)[:230]
    institution.head_last_name = "Преображенская-Величко"
    institution.save()
    response = certificate(as_user(curator), Award.objects.get(kind=Award.Kind.THANKS))
    assert len(PdfReader(io.BytesIO(b"".join(response.streaming_content))).pages) == 1


def test_a_certificate_is_one_sheet_that_names_whom_for_what_and_by_which_order(rewarded, curator, as_user):
    award = Award.objects.get(kind=Award.Kind.THANKS)
    response = certificate(as_user(curator), award)
    (page,) = PdfReader(io.BytesIO(b"".join(response.streaming_content))).pages
    text = " ".join(page.extract_text().split())
    assert "за терпение" in text
    assert f"№ {rewarded.number}" in text.replace("\u00a0", " ")
    assert certificate(as_user(curator), award, "docx").status_code == 200


def test_a_certificate_speaks_the_institutions_words(rewarded, curator, as_user):
    texts = {"lead": "выражается", "order": "{место}, приказ № {номер приказа} от {дня}"}
    documents.save_wording(kinds.described("gratitude"), texts=texts, version=0, by=curator)
    response = certificate(as_user(curator), Award.objects.get(kind=Award.Kind.THANKS))
    (page,) = PdfReader(io.BytesIO(b"".join(response.streaming_content))).pages
    text = " ".join(page.extract_text().split()).replace("\u00a0", " ")
    assert "выражается" in text
    assert "объявляется" not in text
    assert f"приказ № {rewarded.number} от" in text


def test_money_has_no_certificate_and_a_colleague_sees_none(rewarded, bond, curator, as_user):
    bonus, thanks = Award.objects.get(kind=Award.Kind.BONUS), Award.objects.get(kind=Award.Kind.THANKS)
    assert certificate(as_user(curator), bonus).status_code == 404
    mentor, owner = bond.mentors[0], UserFactory()
    mentor.user = owner
    mentor.save()
    assert certificate(as_user(owner), thanks, "docx").status_code == 200
    assert certificate(as_user(UserFactory(roles=[Role.SECRETARY])), thanks, "docx").status_code == 404


# --- О16 ------------------------------------------------------------------------------------------------------

PAGE = "https://ds3.example.ru/nastavnichestvo"


def consent(person, *fields, urls=(PAGE,), **details):
    kept = {"fields": list(fields), "urls": list(urls)}
    return ConsentFactory(person=person, kind=Consent.Kind.PUBLICATION, details=kept, **details)


def site_answers(*people):
    places = PersonFactory()
    return {
        "people": [person.pk for person in people],
        "until": (TODAY + timedelta(days=7)).isoformat(),
        "places": places.pk,
    }


def test_only_ticked_data_and_addresses_go_to_the_site(as_user, curator, running):
    shown, silent = PersonFactory(), PersonFactory()
    consent(shown, "name", "post", "photo")
    response = as_user(curator).get(reverse("documents:begin", args=["order_site"]))
    offered = set(response.context["form"].fields["people"].queryset)
    assert offered == {shown}
    assert silent not in offered
    paper = begin(as_user, curator, "order_site", **site_answers(shown))
    (row,) = annex(paper)
    assert row[1:] == [shown.full_name, "фамилия, имя, отчество; должность", PAGE]  # no photograph: its own consent


def test_a_photograph_goes_by_the_consent_to_the_picture(as_user, curator, running):
    person = PersonFactory()
    consent(person, "name", "photo")
    ConsentFactory(person=person, kind=Consent.Kind.PICTURE, details={"uses": ["site"], "urls": [PAGE]})
    (row,) = annex(begin(as_user, curator, "order_site", **site_answers(person)))
    assert row[2] == "фамилия, имя, отчество; фотография"


def test_a_withdrawn_consent_stops_the_order(as_user, curator, running):
    person = PersonFactory()
    given = consent(person, "name")
    paper = begin(as_user, curator, "order_site", **site_answers(person))
    Consent.objects.filter(pk=given.pk).update(withdrawn_on=TODAY)
    with pytest.raises(WorkflowError) as refusal:
        documents.send(paper, by=curator)
    (missing,) = refusal.value.missing
    assert f"Согласие на публикацию отозвано {TODAY:%d.%m.%Y}: данные нельзя выгружать на сайт." in missing.text
    again = as_user(curator).post(reverse("documents:begin", args=["order_site"]), site_answers(person))
    assert "данные нельзя выгружать на сайт" in again.context["form"].errors["people"][0]


def test_the_site_gets_the_text_that_the_order_and_the_consents_of_today_allow(as_user, curator, director, running):
    shown = PersonFactory(post="Воспитатель", category="highest")
    unnamed, gone = PersonFactory(), PersonFactory()
    consent(shown, "name", "post", "review")
    consent(unnamed, "post")
    given = consent(gone, "name")
    page = reverse("monitoring:site")
    assert "Приказа о размещении ещё нет" in as_user(curator).get(page).content.decode()
    paper = begin(as_user, curator, "order_site", **site_answers(shown, unnamed, gone))
    documents.send(paper, by=curator)
    documents.issue(paper, by=director, key=uuid.uuid4())
    Consent.objects.filter(pk=given.pk).update(withdrawn_on=TODAY)
    html = as_user(curator).get(page).content.decode()
    assert f"{shown.full_name}, воспитатель." in html
    assert "добавьте сами – отзыв об участии в программе" in html
    fragment = b"".join(as_user(curator).get(page, {"at": PAGE, "as": "html"}).streaming_content).decode()
    assert f"<strong>{shown.full_name}</strong>, воспитатель</li>" in fragment
    assert unnamed.last_name not in fragment
    assert gone.full_name not in html + fragment
    docx = b"".join(as_user(curator).get(page, {"at": PAGE, "as": "docx"}).streaming_content)
    assert [line.text for line in Document(io.BytesIO(docx)).paragraphs if line.text][
        -1
    ] == f"{shown.full_name}, воспитатель."
    assert as_user(curator).get(page, {"at": "https://other.example.ru", "as": "html"}).status_code == 404
