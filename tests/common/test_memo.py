"""A page that is read asks once; nothing else remembers."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from mentorship.common.memo import MemoMiddleware, once_a_page


@pytest.fixture
def asked():
    return []


@pytest.fixture
def count(asked):
    @once_a_page
    def count(*args):
        asked.append(args)
        return len(asked)

    return count


def answered(request, view):
    return MemoMiddleware(lambda request: HttpResponse(view()))(request).content.decode()


def test_a_page_asks_once_for_the_same_and_the_next_page_anew(count, asked):
    def page():
        return f"{count(1)} {count(1)} {count(2)}"

    assert answered(RequestFactory().get("/"), page) == "1 1 2"
    assert answered(RequestFactory().get("/"), page) == "3 3 4"
    assert asked == [(1,), (2,), (1,), (2,)]


def test_a_request_that_may_write_remembers_nothing(count):
    assert answered(RequestFactory().post("/"), lambda: f"{count(1)} {count(1)}") == "1 2"


def test_outside_of_a_request_nothing_is_remembered(count):
    assert (count(), count()) == (1, 2)


def test_a_page_that_failed_leaves_nothing_behind(count):
    def page():
        count()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answered(RequestFactory().get("/"), page)
    assert (count(), count()) == (2, 3)
