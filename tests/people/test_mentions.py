"""Issued papers stand in the years of those whom their text names, and of nobody else."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from mentorship.documents import blocks as b
from mentorship.documents.models import Paper
from mentorship.people import mentions, workflow
from mentorship.people.models import Mention
from mentorship.people.timeline import events_of
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def person(last, first, patronymic, **more):
    return PersonFactory(last_name=last, first_name=first, patronymic=patronymic, **more)


@pytest.fixture
def marked():
    return person("Петрова-Водкина", "Анна", "Сергеевна")


def issued(*texts, **more):
    draft = Paper.objects.create(
        kind="order_curator", title="О назначении", blocks=[b.paragraph(text) for text in texts]
    )
    for name, value in {"state": Paper.State.ISSUED, "issued_on": DAY, "number": "7-од"}.items():
        setattr(draft, name, value)
    draft.save(update_fields=["state", "issued_on", "number"])
    return draft


def named(*texts):
    return set(mentions.named_in([b.paragraph(text) for text in texts]))


@pytest.mark.parametrize(
    "text",
    [
        "Назначить Петрову-Водкину Анну Сергеевну куратором.",
        "Назначить Петрову-Водкину А.С., воспитателя, куратором.",
        "Возложить на Петрову-Водкину\u00a0А.С. контроль.",
        "Доверить Петровой-Водкиной А.С.",
    ],
)
def test_a_name_is_found_in_any_case(marked, text):
    assert named(text) == {marked}


@pytest.mark.parametrize(
    "text", ["Заведующий А.С. Петрова-Водкина", "Петрова-Водкина", "Петрова А.С.", "Петрова-Водкина А.П.", ""]
)
def test_a_signature_a_surname_and_another_name_are_not_meant(marked, text):
    assert named(text) == set()


def test_a_name_in_a_table_and_in_a_sheet_of_acquaintance_is_found(marked):
    other = person("Котов", "Илья", "Сергеевич", gender="m")
    text = [b.table([{"title": "Кто", "width": 100}], [[marked.full_name]])]
    text.append({"type": "acquaintance", "people": [{"name": other.full_name, "post": ""}]})
    assert set(mentions.named_in(text)) == {marked, other}


def test_initials_that_fit_two_name_neither_and_the_full_name_one():
    maria, marina = person("Иванова", "Мария", "Петровна"), person("Иванова", "Марина", "Павловна")
    assert named("Назначить Иванову М.П.") == set()
    assert named("Назначить Иванову Марину Павловну. Контроль возложить на Иванову М.П.") == {marina}
    assert maria not in named("Иванову Марину Павловну")


def test_a_form_corrected_by_hand_is_known_too():
    lev = person("Лев", "Пётр", "Ильич", gender="m", forms={"name.acc": "Льва Петра Ильича"})
    assert named("Назначить Льва Петра Ильича.") == {lev}


def test_the_years_of_the_person_show_the_paper_to_those_who_may_open_it(institution, users, marked):
    marked.user = UserFactory()
    marked.save()
    person("Котов", "Илья", "Сергеевич", gender="m")
    paper = issued("Назначить Петрову-Водкину Анну Сергеевну куратором.")
    assert list(Mention.objects.values_list("person", "paper")) == [(marked.pk, paper.pk)]

    def seen(user):
        return [(event.on, event.note) for event in events_of(marked, user) if event.url == paper.get_absolute_url()]

    assert seen(users["curator"]) == seen(users["director"]) == [(DAY, "№ 7-од")]
    assert seen(marked.user) == []
    paper.readers.add(marked.user)
    assert seen(marked.user) == [(DAY, "№ 7-од")]
    paper.state, paper.ended_on = Paper.State.WITHDRAWN, timezone.localdate()
    paper.save(update_fields=["state", "ended_on"])
    assert seen(users["curator"]) == [(DAY, "№ 7-од, утратил силу")]
    assert Mention.objects.count() == 1


def test_papers_issued_before_are_read_once_at_the_upgrade(institution, marked):
    papers = [issued("Петрова-Водкина Анна Сергеевна"), issued("Назначить Петрову-Водкину А.С."), issued("Никого")]
    noted = set(Mention.objects.values_list("person", "paper"))
    Mention.objects.all().delete()
    upgrade = import_module("mentorship.people.migrations.0008_note_people_of_earlier_papers")
    for _ in range(2):
        upgrade.fill(apps, None)
        assert set(Mention.objects.values_list("person", "paper")) == noted
    assert Mention.objects.count() == len(papers) - 1


def test_an_issued_paper_saved_again_names_nobody_twice(marked):
    paper = issued("Назначить Петрову-Водкину Анну Сергеевну куратором.")
    Paper.objects.get(pk=paper.pk).save()
    assert list(Mention.objects.values_list("person", "paper")) == [(marked.pk, paper.pk)]


def test_merged_cards_tell_of_one_paper_once(institution, curator, marked):
    twin = person("Петрова-Водкина", "Анна", "Сергеевна", birth_date=None)
    paper = issued("Петрова-Водкина Анна Сергеевна")
    assert Mention.objects.count() == 2
    workflow.merge_people(marked, twin, versions=(0, 0), by=curator)
    assert list(Mention.objects.values_list("person", "paper")) == [(marked.pk, paper.pk)]
    assert sum(event.url == paper.get_absolute_url() for event in events_of(marked, curator)) == 1
