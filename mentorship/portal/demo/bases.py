"""The bases of the demo: strengths and requests in one dictionary, interviews, points, lessons of the mentors' school."""

from datetime import timedelta

from django.utils import timezone

from mentorship.institution import workflow as institution
from mentorship.institution.models import Criterion, Institution, Rules, Topic
from mentorship.registry import workflow as registry
from mentorship.registry.application_consent import consent_words
from mentorship.registry.models import Interview, Participation, Side, Strength, Training, TrainingRecord

GOOD = (3, 2, 2, 3, 2, 3, 2, 3)  # points by the weighted criteria in their order


def describe(story):
    """Strengths and requests of this year's participants who have none written down yet."""
    undescribed = _participations(story).filter(strengths=None, requests=None)
    everyone = {(one.person.last_name, one.side): one for one in undescribed}
    topics = {one.code: one for one in Topic.objects.all()}
    for row in story.data["strengths"]:
        if one := everyone.get((row["who"], Side.MENTOR)):
            _mentor(story, one, row, topics)
    for row in story.data["requests"]:
        if one := everyone.get((row["who"], Side.MENTEE)):
            _mentee(story, one, row, topics)


def fill(story):
    """Give this year's participants what a curator would have written down by now."""
    describe(story)
    mentors = list(_participations(story).filter(side=Side.MENTOR))
    _trainings(story, [one.person for one in mentors])
    _choose(story, mentors)


def apply(story):
    """The public page is open, and somebody has offered himself on it two days ago."""
    rules, row = Rules.load(), story.data["application"]
    rules.takes_applications = True
    institution.save_rules(rules, by=story.users["curator"])
    topics = Topic.objects.filter(code__in=row["topics"])
    about = {name: row[name] for name in ("full_name", "about", "contact", "words")}
    registry.apply(
        address="",
        topics=topics,
        consent_text=consent_words(Institution.load(), rules),
        sent_at=timezone.now() - timedelta(days=2),
        **about,
    )


def _participations(story):
    return Participation.objects.filter(cycle=story.cycle).select_related("person", "cycle")


def _mentor(story, one, row, topics):
    by = story.users["curator"]
    about = {name: row[name] for name in ("source", "hours_per_week", "time_windows", "interests") if name in row}
    registry.change(one, version=one.version, by=by, request="", **about)
    levels = {topics[code]: Strength.Level(level) for code, level in row["topics"].items()}
    registry.set_strengths(one, levels, by=by)


def _mentee(story, one, row, topics):
    by = story.users["curator"]
    registry.change(one, version=one.version, by=by, groups=row.get("groups", []), source=row.get("source", "survey"))
    for code, priority, words in row["asks"]:
        registry.change_request(one, topic=topics.get(code), priority=priority, words=words, by=by)


def _trainings(story, mentors):
    """Two lessons of the school that are over, one that is planned, an internship last year."""
    by = story.users["curator"]
    for row in story.data["trainings"]:
        day = story.starts_on + timedelta(days=row["day"])
        fields = {name: row[name] for name in ("title", "series", "kind", "side", "hours", "place") if name in row}
        people = [story.people[name] for name in row["who"]] if "who" in row else mentors
        training = registry.create_training(
            by=by, people=people, starts_on=day, ends_on=day, is_internal=row.get("internal", True), **fields
        )
        if day <= story.today:
            _attended(training, row.get("certificate", ""), by)


def _attended(training: Training, certificate, by):
    for n, record in enumerate(training.records.all()):
        state = TrainingRecord.State.MISSED if n == 3 else TrainingRecord.State.ATTENDED
        number = f"{certificate}-{n + 1}" if certificate and state == TrainingRecord.State.ATTENDED else ""
        registry.mark_record(
            record, state=state, certificate_number=number, certificate_on=training.ends_on if number else None, by=by
        )


def _choose(story, mentors):
    """Those in the base were talked to and chosen; the candidates were only talked to."""
    by, day = story.users["curator"], story.starts_on + timedelta(days=20)
    criteria = list(Criterion.objects.filter(enabled=True))
    chosen = [one for one in mentors if one.state == Participation.State.IN_BASE]
    for n, one in enumerate(mentors):
        registry.add_interview(
            one,
            held_on=day if one in chosen else story.today - timedelta(days=3),
            held_by="комиссия: старший воспитатель, педагог-психолог",
            minutes=story.data["minutes"][n % len(story.data["minutes"])],
            decision=Interview.Decision.RECOMMENDED if one in chosen else Interview.Decision.LATER,
            by=by,
        )
        points = iter(GOOD[n % 3 :] + GOOD)
        scores = {each: 1 if each.is_required else next(points) for each in criteria}
        registry.score(one, scores, by=by)
    for one in chosen:
        registry.select(one, on=day + timedelta(days=2), by=by)
