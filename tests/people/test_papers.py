"""The five consents: elements of the law in their order, each a paper of its own."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from mentorship.common.workflow import WorkflowError
from mentorship.documents import kinds, works
from mentorship.documents.blocks import plain_text, validate
from mentorship.documents.models import BackgroundWork, PaperSettings, Series, SeriesRule
from mentorship.documents.pdf import render
from mentorship.documents.workflow import save_wording
from mentorship.institution.models import Rules, Unit
from mentorship.people import packs, papers, workflow
from mentorship.people.consent_scans import find_consent
from mentorship.people.models import Consent, Person
from tests.factories import GuardianFactory, PersonFactory, UserFactory

Kind = Consent.Kind


@pytest.fixture
def by(institution):
    return UserFactory()


def printed(person, kind, by, **details):
    (consent,) = workflow.print_consents([person], [kind], by=by, details={kind: details} if details else None)
    return consent


def words(consent):
    return " ".join(plain_text(papers.paper_of(consent)[0])).replace("\u00a0", " ")


def in_order(text, parts):
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def pdf_text(content):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return [" ".join(page.replace("\u00a0", " ").split()) for page in pages]


NINE = [
    "1. Субъект персональных данных: Зимина Вера Ивановна",
    "Документ, удостоверяющий личность",
    "серия – 4 цифры, номер – 6 цифр",
    "Выдан",
    "2. Представитель субъекта персональных данных",
    "3. Оператор: Муниципальное бюджетное",
    "4. Цель обработки",
    "5. Перечень персональных данных",
    "6. Лицо, которое обрабатывает персональные данные по поручению",
    "7. Перечень действий с персональными данными и способы обработки",
    "8. Срок и порядок отзыва",
    "9. Подпись",
]


def test_nine_elements_of_processing_stand_in_the_pdf_in_order(by):
    person = PersonFactory(last_name="Зимина", first_name="Вера", patronymic="Ивановна")
    consent = printed(person, Kind.PROCESSING, by)
    blocks, layout, title = papers.paper_of(consent)
    (text,) = pdf_text(render(blocks, layout, title=title))
    assert in_order(text, NINE)


def test_processing_says_no_more_than_the_law_lets(by):
    consent = printed(PersonFactory(), Kind.PROCESSING, by)
    text = words(consent)
    assert "распростран" not in text.casefold()
    assert "наставника" not in text.replace("базы наставников", "")
    assert f"по {consent.valid_until:%d.%m.%Y}" in text
    assert "отозвано в любое время" in text


def test_publication_holds_the_elements_of_order_18(by):
    person = PersonFactory(phone="+7 900 000-00-01")
    consent = printed(person, Kind.PUBLICATION, by, fields=["name", "photo"], urls=["https://ds12.example.ru/nast"])
    text = words(consent)
    elements = [
        person.full_name, "+7 900 000-00-01", "ИНН 7707083893, ОГРН 1027700132195", "https://ds12.example.ru/nast",
        "Цель распространения", "перечень персональных данных", "Условия и запреты", "Условия передачи", "Срок",
    ]  # fmt: skip
    assert in_order(text, elements)
    assert "☒ фамилия, имя, отчество" in text
    assert "☐ должность" in text
    assert "☒ фотография" in text


def test_the_mentors_consent_names_the_labour_code_for_employees_only(by):
    assert "статья 351.8 Трудового кодекса Российской Федерации" in words(printed(PersonFactory(), Kind.MENTOR, by))
    pupil = PersonFactory(origin=Person.Origin.PUPIL, hired_on=None)
    assert "351.8" not in words(printed(pupil, Kind.MENTOR, by))
    Rules(labour_ground=Rules.LabourGround.EXTRA_WORK).save()
    extra = words(printed(PersonFactory(), Kind.MENTOR, by))
    assert "1. Основание: статья 60.2 Трудового кодекса Российской Федерации." in extra
    assert "не позднее чем за три рабочих дня" in extra


def test_a_pupil_is_asked_for_no_data_of_an_employee(by):
    born = timezone.localdate() - timedelta(days=366 * 13)
    pupil = PersonFactory(origin=Person.Origin.PUPIL, birth_date=born, post="", hired_on=None)
    GuardianFactory(child=pupil, full_name="Заяц Олег Иванович", kinship="отец")
    processing = words(printed(pupil, Kind.PROCESSING, by))
    assert "место учёбы, класс, группа; телефон" in processing
    assert "о законном представителе – фамилия, имя, отчество" in processing
    assert not any(word in processing for word in ("должность", "табельный", "стаж", "категория"))
    assert "для субъекта персональных данных, на основании одной лишь" in processing, (
        "the father signs, not the subject"
    )
    public = printed(pupil, Kind.PUBLICATION, by, fields=["name", "post"], urls=["https://ds12.example.ru/nast"])
    assert "☒ фамилия, имя, отчество" in words(public)
    assert "должность" not in words(public)
    assert public.details["fields"] == ["name"], "what is not on the sheet is not agreed to"
    assert words(printed(pupil, Kind.MENTEE, by)).count("ознакомлен.") == 1, "a father is asked as a man"


@pytest.mark.parametrize("kind", [Kind.MENTOR, Kind.MENTEE])
def test_a_consent_to_mentoring_holds_no_consent_to_processing(by, kind):
    text = words(printed(PersonFactory(), kind, by))
    assert "персональных данных" not in text
    assert "добровольно" in text
    assert "отозвать" in text


def test_what_is_known_of_the_pair_is_written_and_the_rest_is_left_to_fill(by):
    known = printed(
        PersonFactory(unit=Unit.objects.create(title="Корпус № 2")),
        Kind.MENTOR,
        by,
        **{"with": ["Котов И.О., воспитатель", "Юсупова Д.А."], "period": "с 1 октября 2026 г."},
    )
    assert "Котов И.О., воспитатель; Юсупова Д.А." in words(known)
    assert "подразделение: Корпус № 2" in words(known)
    assert "с 1 октября 2026 г." in words(known)
    empty = printed(PersonFactory(), Kind.MENTOR, by)
    assert any(block["type"] == "fill_line" and "фамилия" in block["hint"] for block in empty.blocks)


def test_the_addressee_stands_in_the_dative_and_the_author_in_the_genitive(by):
    person = PersonFactory(last_name="Зимина", first_name="Вера", patronymic="Ивановна", post="старший воспитатель")
    text = words(printed(person, Kind.MENTOR, by))
    assert "Заведующему МБДОУ «Детский сад № 12» Петровой А.С. от старшего воспитателя Зиминой Веры Ивановны" in text


@pytest.mark.parametrize(("years", "lines"), [(13, 1), (16, 2), (30, 1)])
@pytest.mark.parametrize("kind", list(Kind))
def test_who_signs_follows_from_the_age(by, kind, years, lines):
    born = timezone.localdate() - timedelta(days=366 * years)
    person = PersonFactory(birth_date=born, hired_on=None, origin=Person.Origin.PUPIL)
    consent = printed(person, kind, by)
    validate(consent.blocks)
    signoffs = [block for block in consent.blocks if block["type"] == "signoff"]
    assert len(signoffs) == lines
    assert ("едставител" in words(consent).replace("Представитель субъекта персональных данных: нет", "")) is (
        years < 18
    )


def test_the_printed_text_stays_when_the_institution_moves(by, institution):
    consent = printed(PersonFactory(), Kind.PROCESSING, by)
    institution.address = "643000, г. Новореченск, ул. Новая, д. 1"
    institution.save()
    assert "ул. Садовая" in words(consent)


def test_printing_again_writes_the_text_of_today_under_the_same_number(by, institution):
    person = PersonFactory()
    first = printed(person, Kind.PROCESSING, by)
    institution.address = "643000, г. Новореченск, ул. Новая, д. 1"
    institution.save()
    again = printed(person, Kind.PROCESSING, by)
    assert again.number == first.number
    assert "ул. Новая" in words(again)


@pytest.mark.slow
def test_two_consents_never_share_a_sheet(by, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    people = PersonFactory.create_batch(2)
    work = workflow.start_pack(people, [Kind.PROCESSING, Kind.PUBLICATION, Kind.MENTOR], by=by)
    works.run(work)
    work.refresh_from_db()
    assert (work.state, work.done, work.total) == (BackgroundWork.State.DONE, 6, 6)
    pages = pdf_text(work.result.read())
    begins = [number for number, page in enumerate(pages) if "СОГЛАСИЕ" in page]
    assert len(begins) == 6
    assert all(page.count("СОГЛАСИЕ") <= 1 for page in pages)
    assert all(number % 2 == 0 for number in begins)  # printed on two sides, each begins on a face


def test_a_pack_keeps_the_order_of_people_and_kinds(by):
    people = PersonFactory.create_batch(2)
    work = workflow.start_pack(people, [Kind.PROCESSING, Kind.MENTOR], by=by)
    kept = Consent.objects.in_bulk(work.params["consents"])
    order = [(kept[pk].person, kept[pk].kind) for pk in work.params["consents"]]
    assert order == [(person, kind) for person in people for kind in (Kind.PROCESSING, Kind.MENTOR)]


def test_a_pack_of_nobody_is_refused(by):
    with pytest.raises(WorkflowError, match="Выберите людей"):
        workflow.start_pack([], [Kind.PROCESSING], by=by)


def test_a_consent_that_vanished_does_not_stop_the_pack(by):
    consent = printed(PersonFactory(), Kind.MENTOR, by)
    told = []
    result = packs.consent_pack({"consents": [consent.pk, 10**9]}, lambda *args: told.append(args), by)
    assert len(pdf_text(result.content)) == 2  # the sheet and its empty back
    assert told == [(1, 1)]


# --- The institution's rule, page and catalogue --------------------------------------------------------------


def test_numbers_follow_the_rule_of_their_row_and_given_ones_stay(by):
    first = printed(PersonFactory(), Kind.PROCESSING, by)
    assert first.number == f"1/{first.year}-С"
    SeriesRule(series=Series.CONSENTS, pattern="СП-{n}").save()
    second = printed(PersonFactory(), Kind.PROCESSING, by)
    first.refresh_from_db()
    assert (first.number, second.number, second.sequence) == (f"1/{first.year}-С", "СП-2", 2)
    assert papers.consent_of_code(papers.code_of(second)) == second
    assert papers.consent_of_code(papers.code_of(first)) == first
    assert find_consent("2") == find_consent("сп-2") == second


def test_a_number_may_come_again_in_another_year(by):
    SeriesRule(series=Series.CONSENTS, pattern="{n}").save()
    this = printed(PersonFactory(), Kind.PROCESSING, by)
    (earlier,) = workflow.print_consents([PersonFactory()], [Kind.PROCESSING], by=by, on=date(this.year - 1, 9, 1))
    assert earlier.number == this.number == "1"
    assert find_consent("1") == this
    assert papers.code_of(earlier) != papers.code_of(this)


def test_the_page_is_the_institutions_own(by):
    consent = printed(PersonFactory(), Kind.PROCESSING, by)
    PaperSettings(margin_left=25, mirror=True).save()
    _, layout, _ = papers.paper_of(consent)
    assert (layout.margin_left, layout.mirror, layout.size) == (25, True, 12)


@pytest.mark.parametrize("kind", Kind)
def test_the_catalogue_shows_each_consent_with_a_sample(kind):
    described = kinds.described(f"consent_{kind}")
    assert described.about
    assert described.ground
    assert described.storage.article
    validate(described.sample())
    assert "№\u00a014/2026-С" in plain_text(described.sample())


def test_what_a_mentee_agrees_to_is_said_in_the_institutions_words_and_his_rights_stay(by):
    mentee = kinds.described("consent_mentee")
    own = "Согласие дано на работу с наставником по программе и на встречи не реже двух раз в месяц."
    save_wording(mentee, texts={"agreed_to": own}, version=0, by=by)
    consent = printed(PersonFactory(), Kind.MENTEE, by)
    text = words(consent)
    assert own in text
    assert "на закрепление наставника приказом" not in text
    assert "выйти из программы в любое время" in text
    assert not any("wording" in block for block in consent.blocks)
    save_wording(mentee, texts={"agreed_to": "Согласие дано на встречи."}, version=1, by=by)
    consent.refresh_from_db()
    assert own in words(consent)
