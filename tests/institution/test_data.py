"""The dictionaries that a new installation starts with: complete and of known words."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from mentorship import institution

DATA = Path(institution.__file__).parent / "data"


def loaded(name):
    return {one["code"]: one for one in yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))[name]}


@pytest.mark.parametrize(("name", "count"), [("forms", 10), ("kinds", 7), ("acts", 15)])
def test_nothing_is_lost_and_codes_are_unique(name, count):
    entries = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))[name]
    assert len(entries) == len(loaded(name)) == count
    assert all(entry["title"].strip() for entry in entries)


def test_a_kindergarten_has_no_forms_with_children():
    forms = loaded("forms")
    assert [code for code, form in forms.items() if "kindergarten" in form["default_for"]] == [
        "teacher_teacher",
        "head_teacher",
        "partner_teacher",
        "university_teacher",
        "teacher_student",
    ]
    for form in forms.values():
        if "pupil" in form["mentor"]["persons"] + form["mentee"]["persons"]:
            assert form["institution_kinds"] == ["school"]
            assert form["guardian_consent"] is True


def test_a_form_is_switched_on_only_where_it_is_possible():
    for form in loaded("forms").values():
        assert set(form["default_for"]) <= set(form["institution_kinds"])


def test_role_models_have_codes_of_their_own():
    models = [model["code"] for form in loaded("forms").values() for model in form.get("models", [])]
    assert len(models) == len(set(models)) == 24


def test_rhythm_binds_all_kinds_but_speed_and_situational():
    assert {code for code, kind in loaded("kinds").items() if not kind["keeps_rhythm"]} == {
        "speed",
        "situational",
    }


def test_acts_name_their_force_where_it_is_known():
    acts = loaded("acts")
    known = {code: (act["effective_from"], act["effective_to"]) for code, act in acts.items() if act["effective_from"]}
    assert known == {
        "fz273": ("2013-09-01", None),
        "tk351_8": ("2025-03-01", None),
        "rkn179": ("2023-03-01", "2029-03-01"),
        "pr196": ("2023-09-01", "2029-08-31"),
    }
    for act in acts.values():
        if act["dated"] and act["effective_from"]:
            assert date.fromisoformat(act["dated"]) < date.fromisoformat(act["effective_from"])
    assert [code for code, act in acts.items() if act["is_local"]] == ["local"]
