"""Working pairs whose people have accounts, and meetings of theirs with words that must not leak."""

from datetime import timedelta

from pairs.models import Meeting
from tests import factories

DAY = timedelta(days=1)
AGREED, COMMENT, TOPIC = "канарейка-договорились", "канарейка-слова-куратору", "канарейка-цель"
DONE, TASK, PLACE, REMARK = "канарейка-сделано", "канарейка-задание", "канарейка-место", "канарейка-замечание"


def account_of(person):
    person.user = factories.UserFactory(full_name=person.full_name)
    person.save()
    return person.user


def new_bond(mentees=1, **kwargs):
    """A working pair with an account for everybody, as (bond, mentor's user, [mentees' users])."""
    bond = factories.BondFactory(active=True, members__mentees=mentees, **kwargs)
    return bond, account_of(bond.mentors[0]), [account_of(person) for person in bond.mentees]


def facts(today, **changes):
    return {"held_on": today, "minutes": 45, "type": Meeting.Type.TALK} | changes


def participation_of(bond, user):
    return next(m.participation for m in bond.members.all() if m.participation.person.user == user)


def held(bond, by, day, **fields):
    return factories.MeetingFactory(bond=bond, logged_by=by, held_on=day, **fields)
