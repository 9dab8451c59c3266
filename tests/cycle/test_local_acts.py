"""Regulations that an order approves: their text by the institution's choices, their marks, their force."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import WorkflowError
from mentorship.cycle.models import Cycle, Programme
from mentorship.documents import blocks, kinds, workflow
from mentorship.documents.models import Paper
from mentorship.institution.models import Act, MentoringForm, MentoringKind
from mentorship.institution.workflow import load_dictionaries
from tests.factories import ActivityFactory, CycleFactory, PersonFactory, StageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(institution):
    load_dictionaries()
    StageFactory(cycle=CycleFactory(), title="Подготовка", task="создать условия")
    return PersonFactory(last_name="Орлова", first_name="Анна", patronymic="Ильинична", gender="f", post="методист")


def roadmap(keeper, **changed):
    today = timezone.localdate()
    minutes = {"mark": "ПРИНЯТО", "body": "pedsovet", "protocol_number": "1", "protocol_date": today.isoformat()}
    return {"curator": keeper.pk, "report_until": "2030-05-31", "readers": [keeper.pk], **minutes, **changed}


def test_the_roadmap_bears_the_marks_of_who_considered_and_approved_it(as_user, curator, keeper):
    paper = begun(as_user, curator, "order_roadmap", roadmap(keeper))
    marks = next(block for block in paper.blocks if block["type"] == "approval")
    assert marks["left"][:2] == ["ПРИНЯТА", "педагогическим советом"]
    assert marks["right"][0] == "УТВЕРЖДЕНА"
    assert "на основании решения педагогического совета (протокол" in said(paper)


def test_the_roadmap_waits_for_the_day_of_its_minutes(as_user, curator, director, keeper):
    paper = begun(as_user, curator, "order_roadmap", roadmap(keeper))
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(WorkflowError) as refused:
        issued(paper, curator, director, dated=yesterday)
    assert any("позже приказа" in str(one) for one in refused.value.missing)


def test_the_roadmap_looks_like_the_model_it_was_made_from(as_user, curator, keeper):
    stage = StageFactory(cycle=Cycle.objects.get(), title="Запуск", task="начать вместе")
    ActivityFactory(stage=stage, number="2.1", title="Назвать аудитории", term="none", responsible=[], result="список")
    Cycle.objects.update(preset="ds4stav")
    form = as_user(curator).get(reverse("documents:begin", args=["order_roadmap"])).context["form"]
    paper = begun(as_user, curator, "order_roadmap", roadmap(keeper, called=form.initial["called"]))
    text, table = said(paper), next(block for block in paper.blocks if block["type"] == "table")
    assert paper.title.startswith("Об утверждении плана реализации целевой модели наставничества на")
    assert "организовать выполнение плана и представить отчёт" in text
    assert "Формы наставничества: «педагог – педагог»" in text
    marks = next(block for block in paper.blocks if block["type"] == "approval")
    assert (marks["left"][0], marks["right"][0]) == ("ПРИНЯТ", "УТВЕРЖДЁН")
    titles = [column["title"] for column in table["columns"]]
    assert titles == [
        "№",
        "Мероприятие",
        "Ответственный",
        "Результат, вид документа",
    ]  # no content and no term anywhere
    assert sum(column["width"] for column in table["columns"]) == 100
    assert [f"Этап {stage}\nЗадача этапа: начать вместе"] in table["rows"]
    notes = [str(note) for note in kinds.get("order_roadmap").notes(paper)]
    assert any("не называет ответственного (строки 2.1)" in note for note in notes)
    assert any("Срок не задан (строки 2.1)" in note for note in notes)


def pks(model, *codes):
    return list(model.objects.filter(code__in=codes).values_list("pk", flat=True))


def answers(keeper, **changed):
    return {
        "forms_used": pks(MentoringForm, "teacher_teacher"),
        "kinds_used": pks(MentoringKind, "traditional", "group"),
        "curator_from": "curator_deputy",
        "limit": 2,
        "every_days": 14,
        "awards": ["thanks"],
        "since": timezone.localdate().isoformat(),
        "site": keeper.pk,
        "mark": "ПРИНЯТО",
        "readers": [keeper.pk],
        **changed,
    }


def begun(as_user, user, code, data):
    response = as_user(user).post(reverse("documents:begin", args=[code]), data)
    if response.status_code == 200:
        return response.context["form"].errors
    return Paper.objects.get()


def said(paper):
    return " ".join(blocks.plain_text(paper.blocks)).replace("\xa0", " ")


def issued(paper, curator, director, **fields):
    workflow.send(paper, by=curator)
    return workflow.issue(paper, by=director, key=uuid.uuid4(), **fields)


def test_the_regulation_says_what_the_institution_has_chosen(as_user, curator, keeper):
    text = said(begun(as_user, curator, "order_regulation", answers(keeper)))
    assert "Утвердить Положение о системе наставничества педагогических работников (приложение)." in text
    assert "«педагог – педагог»" in text
    assert "«ученик – ученик»" not in text
    assert "реверсивное" not in text
    assert "не более 2 наставляемых" in text
    assert "не реже одного раза в две недели" in text
    assert "Создать условия" in text
    assert "Совет наставников" not in text
    assert "{" not in text.replace("{дата}", "").replace("{номер}", "")
    assert "«опытный педагог – молодой специалист»" in text
    assert "Условия и ресурсы наставничества" in text
    assert "Ожидаемые результаты" in text
    assert "рассчитана на период" not in text  # a programme of one year is prolonged by the next cycle


def test_the_regulation_names_the_period_of_a_programme_of_several_years(as_user, curator, keeper):
    Programme.objects.update(starts_on=date(2026, 9, 1), ends_on=date(2029, 5, 31))
    text = said(begun(as_user, curator, "order_regulation", answers(keeper)))
    assert "рассчитана на период с 1 сентября 2026 г. по 31 мая 2029 г." in text


def test_pupils_and_a_council_bring_their_own_rules(as_user, curator, keeper):
    forms = pks(MentoringForm, "teacher_teacher", "pupil_pupil")
    paper = begun(as_user, curator, "order_regulation", answers(keeper, forms_used=forms, council="on"))
    text = said(paper)
    assert paper.title == "Об утверждении Положения о системе наставничества"
    assert "законный представитель" in text
    assert "согласуется советом наставников" in text


def test_the_law_on_early_end_is_told_right(as_user, curator, keeper):
    text = said(begun(as_user, curator, "order_regulation", answers(keeper)))
    assert "Срок предупреждения для наставника законом не установлен" in text
    assert "предупредив об этом работника не менее чем за три рабочих дня" in text


def test_the_minutes_are_named_whole_or_not_at_all(as_user, curator, keeper):
    errors = begun(as_user, curator, "order_regulation", answers(keeper, body="pedsovet", protocol_number="4"))
    assert errors["protocol_date"] == ["Укажите дату протокола или выберите «Не рассматривалось»."]


def test_minutes_later_than_the_order_are_refused(as_user, curator, director, keeper):
    today = timezone.localdate()
    data = answers(keeper, body="pedsovet", protocol_number="4", protocol_date=today.isoformat())
    paper = begun(as_user, curator, "order_regulation", data)
    assert "на основании решения педагогического совета (протокол от" in said(paper)
    earlier = today - timedelta(days=3)
    with pytest.raises(WorkflowError) as refused:
        issued(paper, curator, director, dated=earlier)
    assert f"Протокол ({today:%d.%m.%Y}) позже приказа ({earlier:%d.%m.%Y})." in map(str, refused.value.missing)


def test_nothing_is_in_force_before_its_order(as_user, curator, director, keeper):
    earlier = timezone.localdate() - timedelta(days=3)
    paper = begun(as_user, curator, "order_regulation", answers(keeper, since=earlier.isoformat()))
    with pytest.raises(WorkflowError) as refused:
        issued(paper, curator, director)
    assert "раньше даты приказа" in str(refused.value.missing[0])


def test_the_issued_regulation_becomes_a_ground_in_place_of_the_old_one(as_user, curator, director, keeper):
    old = Act.objects.create(code="old", title="Положение о наставничестве от 01.09.2020", is_local=True)
    paper = begun(as_user, curator, "order_regulation", answers(keeper, replaces=old.pk))
    assert "Признать утратившим силу: Положение о наставничестве" in said(paper)
    paper = issued(paper, curator, director)
    today = timezone.localdate()
    act = Act.objects.get(code=f"paper-{paper.pk}")
    assert act.title.startswith(
        "Положение о системе наставничества педагогических работников, утверждённое приказом от"
    )
    assert act.title.endswith(f"№ {paper.number}")
    assert act.in_force(today)
    old.refresh_from_db()
    assert not old.in_force(today)
    marks = next(block for block in paper.blocks if block["type"] == "approval")["right"]
    assert marks[-1] == f"от {today:%d.%m.%Y} № {paper.number}"


def test_the_text_goes_out_of_force_with_its_order(as_user, curator, director, keeper):
    today = timezone.localdate()
    old = Act.objects.create(code="old", title="Положение о наставничестве от 01.09.2020", is_local=True)
    paper = issued(begun(as_user, curator, "order_regulation", answers(keeper, replaces=old.pk)), curator, director)
    data = answers(keeper, awards=["thanks"], when="year")
    as_user(curator).post(reverse("documents:begin", args=["incentives_regulation"]), data)
    ending = Paper.objects.get(kind="incentives_regulation")
    workflow.change(ending, paper, effect="ends", by=curator)
    assert Act.objects.get(code=f"paper-{paper.pk}").in_force(today)
    issued(ending, curator, director)
    assert not Act.objects.get(code=f"paper-{paper.pk}").in_force(today)
    assert Act.objects.get(code=f"paper-{ending.pk}").in_force(today)
    old.refresh_from_db()
    assert not old.in_force(today)


def test_the_regulation_on_incentives_lists_the_chosen_ones(as_user, curator, keeper):
    data = answers(keeper, awards=["thanks", "certificate"], when="year")
    text = said(begun(as_user, curator, "incentives_regulation", data))
    assert "Сертификат участника" in text
    assert "Премия участникам" not in text
    assert "готовит куратор по итогам учебного года" in text


def test_the_union_is_named_whole_or_not_at_all(as_user, curator, keeper):
    data = answers(keeper, awards=["bonus"], when="year", union_number="3")
    assert "union_date" in begun(as_user, curator, "incentives_regulation", data)
