"""Files go only through views that ask for the right, also after the right is gone (trust.md A-10)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.documents import storage
from mentorship.documents.models import StoredFile
from mentorship.people.models import Person

from .rules import RULES
from .test_matrix import ACTORS, REFUSED
from .world import make_world

pytestmark = pytest.mark.slow


def is_file(answer):
    return answer.status_code == 200 and "Content-Disposition" in answer.headers


def signed_in(user):
    client = Client()
    client.force_login(user, backend="mentorship.accounts.backends.RoleBackend")
    return client


@pytest.fixture
def world(db):
    return make_world()


def files(world):
    """{address: (its rule, actors who get a file there)} of every address that gives files."""
    clients = {actor: signed_in(world.actors[actor]) for actor in ACTORS}
    found = {}
    for name, rule in RULES.items():
        if not rule.get:
            continue
        address = reverse(name, args=rule.args(world))
        first = clients[rule.get.split()[0]].get(address)
        if is_file(first):
            found[name] = (address, [actor for actor in ACTORS if is_file(clients[actor].get(address))])
    return found


def take_rights(world):
    """Roles ended yesterday; accounts no longer belong to the people of the pairs; nobody reads papers about himself."""
    for actor in ACTORS:
        user = world.actors[actor]
        user.role_grants.update(ends_on=timezone.localdate() - timedelta(days=1))
        user.papers_about_me.clear()
        Person.objects.filter(user=user).update(user=None)


def test_files_are_given_by_right_and_by_no_other_way(world):
    found = files(world)
    assert len(found) >= 20
    for name, (_, given) in found.items():
        assert set(given) == set(RULES[name].get.split()), name
    clients = {actor: signed_in(world.actors[actor]) for actor in ACTORS}
    take_rights(world)
    still = {
        (name, actor)
        for name, (address, given) in found.items()
        for actor in given
        if clients[actor].get(address).status_code not in REFUSED
    }
    assert {name for name, _ in still} <= {"documents:export", "pairs:export"}, still


def test_a_file_that_the_disk_has_lost_leads_back_with_advice(world):
    given = {address: signed_in(world.actors[actors[0]]) for address, actors in files(world).values()}
    lost = list(StoredFile.objects.values_list("sha256", flat=True))
    for sha256 in lost:
        storage.path_of(sha256).unlink(missing_ok=True)
    said = [client.get(address, follow=True) for address, client in given.items()]
    told = [answer for answer in said if answer.redirect_chain]
    assert len(told) >= 8
    assert all("не найден или повреждён" in answer.content.decode() for answer in told)


def test_a_blocked_account_gets_no_file(world):
    found = files(world)
    clients = {actor: signed_in(world.actors[actor]) for actor in ACTORS}
    for actor in ACTORS:
        world.actors[actor].is_active = False
        world.actors[actor].save()
    for address, given in found.values():
        for actor in given:
            assert not is_file(clients[actor].get(address)), (address, actor)


@pytest.mark.parametrize("path", ["/media/", "/media/files/", "/files/", "/static/../data/db.sqlite3", "/data/"])
def test_no_address_leads_to_files_past_the_views(world, path):
    for actor in ACTORS:
        assert signed_in(world.actors[actor]).get(path).status_code == 404
