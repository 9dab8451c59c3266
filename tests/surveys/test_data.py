"""The closing questionnaires as data: complete, and of types that have labels."""

from pathlib import Path

import pytest
import yaml

from mentorship import surveys

DATA = Path(surveys.__file__).parent / "data"
WITHOUT_LABELS = {"text", "multi"}


def loaded(name):
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "audience", "total", "sat"), [("q12e", "mentee", 20, 9), ("q12m", "mentor", 18, 8)])
def test_questionnaire_is_complete(name, audience, total, sat):
    form = loaded(name)
    questions = form["questions"]
    assert (form["code"], form["audience"], form["wave"]) == (name.upper(), audience, "final")
    assert [question["code"] for question in questions] == [f"f{n}" for n in range(3, 3 + total)]
    counted = [question for question in questions if question.get("sat")]
    assert len(counted) == sat
    assert {question["type"] for question in counted} == {"scale10"}


@pytest.mark.parametrize(("name", "letter", "last"), [("q12e", "A", 10), ("q12m", "B", 9)])
def test_pair_codes_join_the_two_surveys(name, letter, last):
    codes = [question["pair"] for question in loaded(name)["questions"] if "pair" in question]
    assert codes == [f"{letter}{n}" for n in range(1, last + 1)]


@pytest.mark.parametrize("name", ["q12e", "q12m"])
def test_every_type_has_labels_and_every_choice_its_options(name):
    scales = loaded("scales")["scales"]
    for question in loaded(name)["questions"]:
        assert question["type"] in scales.keys() | WITHOUT_LABELS
        assert ("options" in question) is (question["type"] == "multi")


def test_labels_are_texts_and_not_booleans():
    scales = loaded("scales")["scales"]
    assert scales["yn"]["options"] == [{"value": "yes", "label": "да"}, {"value": "no", "label": "нет"}]
    assert [option["value"] for option in scales["freq5"]["options"]] == [5, 4, 3, 2, 1]
    assert (scales["scale10"]["min"], scales["scale10"]["max"]) == (1, 10)
