"""Addresses are found once, and are those that Django would give."""

import pytest
from django.test.utils import override_script_prefix
from django.urls import NoReverseMatch, reverse

from mentorship.common.addresses import address


def test_an_address_is_the_one_that_django_gives_wherever_the_portal_is_served():
    for _ in range(2):
        assert address("pairs:bond", 5) == reverse("pairs:bond", args=[5])
        with override_script_prefix("/school/"):
            assert address("pairs:bond", 5) == reverse("pairs:bond", args=[5])
            assert address("people:list").startswith("/school/")
    with pytest.raises(NoReverseMatch):
        address("pairs:bond", None)
