"""How many case forms of our own list the proposals hit, and whether they know when they miss."""

from tests.common.case_list import names, posts, tried

SHARE = 1.0  # what is reached (99.6 % before the exceptions were added); a rule that loses a form is looked at


def test_the_list_is_long_enough_and_holds_the_hard_cases():
    people, works = list(names()), [post for post, _ in posts()]
    assert len({one[0] + one[3] for one in people}) == len(people) >= 150
    assert len(set(works)) == len(works) >= 60
    surnames = {(last, gender) for last, _, _, gender, _ in people}
    hard = {("Дзюба", "m"), ("Дзюба", "f"), ("Шевчук", "f"), ("Черных", "f"), ("Гёте", "m"), ("Петрова-Водкина", "f")}
    assert hard <= surnames
    assert {"", "Гасан оглы", "Гасан кызы"} <= {patronymic for _, _, patronymic, _, _ in people}
    assert {"учитель-логопед", "заместитель заведующего по учебно-воспитательной работе"} <= set(works)


def test_the_share_of_right_forms():
    everything = list(tried())
    assert sum(one.is_right for one in everything) / len(everything) >= SHARE


def test_no_form_is_wrong_and_sure():
    assert [one for one in tried() if one.sure and not one.is_right] == []


def test_nineteen_of_twenty_are_not_asked_about():
    everything = list(tried())
    assert sum(one.sure for one in everything) / len(everything) >= 0.95
