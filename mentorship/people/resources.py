"""Staff lists through django-import-export: whom a row means, what changes in him, and the writing in bulk.

What the library lacks for us is added here and nowhere else: people are matched by name and birth date, an empty cell
never erases, lengths of service become dates, and nothing is written while the rows are compared.
"""

from collections import defaultdict
from copy import copy
from functools import cached_property

import tablib
from django.core.exceptions import ValidationError
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.widgets import Widget

from mentorship.common.bulk import Insertion, copy_to_history, update_rows
from mentorship.common.cases import gender_of
from mentorship.common.periods import add_months
from mentorship.common.russian import date_digits
from mentorship.common.search import search_key
from mentorship.institution.models import Unit

from .import_people import person_question
from .models import Person, PostPeriod
from .staff_cells import is_teaching_post

NAME = ("last_name", "first_name", "patronymic")
SERVICE = (("work_months", "works_since"), ("teaching_months", "teaches_since"))
FIELDS = (
    *NAME,
    *("gender", "birth_date", "school_class", "post", "unit", "is_teacher", "staff_number", "hired_on"),
    *("works_since", "teaches_since", "category", "education", "phone", "email"),
)
HEADERS = [*FIELDS, *(months for months, _ in SERVICE)]
EMPTY = (None, "")


class Ambiguous(ValidationError):
    """Several people may be meant; ``people`` are they."""

    def __init__(self, message, people):
        super().__init__(message)
        self.people = people


class PeopleByName(BaseInstanceLoader):
    """Whom a row means: the one whom the user named, else the same name and birth date, else the only person of this
    name without another birth date."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        self.answers, self.by_key = resource.answers, {}
        self.namesakes = defaultdict(list)
        for person in resource.people:
            self.by_key[person.pk] = person
            self.namesakes[search_key(person.full_name)].append(person)

    def get_instance(self, row):
        """The person, taken out so that no second row gets him too; None for a new one.

        Raises:
            Ambiguous: several people of this name, and the row does not say which.
        """
        born = row["birth_date"]
        if named := self.by_key.get(self.answers.get(person_question(*(row[name] for name in NAME), born))):
            self._take(named)
            return named
        namesakes = self.namesakes[search_key(*(row[name] for name in NAME))]
        if not born and len(namesakes) > 1:
            days = ", ".join(date_digits(person.birth_date) or "не указана" for person in namesakes)
            message = f"в списке людей несколько человек с таким именем (даты рождения: {days}). Укажите дату рождения."
            raise Ambiguous(message, list(namesakes))
        same_day = [person for person in namesakes if born and person.birth_date == born]
        found = same_day or [person for person in namesakes if not born or not person.birth_date]
        if not found:
            return None
        self._take(found[0])
        return found[0]

    def _take(self, person):
        """Nobody else in the list gets this person; he is looked for under the card's name and birth date."""
        self.by_key.pop(person.pk)
        self.namesakes[search_key(person.full_name)].remove(person)


class PersonResource(resources.ModelResource):
    """Rows of a staff list as changes of people; :meth:`compare` plans them, :meth:`write` carries them out.

    Args:
        day: the day on which the lengths of service in the list hold.
    """

    unit = Field("unit", "unit", widget=Widget())

    class Meta:
        model = Person
        fields = FIELDS
        import_id_fields = ["last_name", "first_name"]
        instance_loader_class = PeopleByName
        skip_diff = True  # its deep copies and texts take half of the time; see skip_row
        report_skipped = True
        store_instance = True
        use_bulk = True

    origin = Person.Origin.STAFF

    def __init__(self, *, day):
        super().__init__()
        self.day, self.answers = day, {}
        self.units = {search_key(unit.title): unit for unit in Unit.objects.all()}

    @cached_property
    def people(self):
        """Everybody there is, read once."""
        return list(self.get_queryset())

    def get_queryset(self):
        return Person.objects.select_related("unit").exclude(origin=Person.Origin.PUPIL)

    def also(self, row, person):
        """Changes of other records that a row brings to ``person``, as ``Change``; kept for the writing."""
        return ()

    def compare(self, values):
        """Row results of the library for rows of values by field code, in their order; nothing is written."""
        data = tablib.Dataset(*([row.get(name) for name in HEADERS] for row in values), headers=HEADERS)
        result = self.import_data_inner(
            data, dry_run=True, raise_errors=False, using_transactions=False, collect_failed_rows=False
        )
        return result.rows

    def before_import_row(self, row, **kwargs):
        if title := row["unit"]:
            row["unit"] = self.units.setdefault(search_key(title), Unit(title=title))

    def after_init_instance(self, instance, new, row, **kwargs):
        self.before = copy(instance)
        if not new:
            row.update(dict.fromkeys(NAME))  # the card's own spelling stays: «Семёнова» is not made «Семенова»
        if new:
            instance.origin = self.origin
        if row["post"] and row["post"] != instance.post:
            row["is_teacher"] = is_teaching_post(row["post"])
        if new:
            row["gender"] = row["gender"] or gender_of(row["patronymic"], row["first_name"])
        for months, since in SERVICE:
            told, known = row[months], getattr(instance, months)(self.day)
            if told not in EMPTY:  # else the day itself may stand there: «с 01.09.2015»
                row[since] = None if told == known else add_months(self.day, -told)

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if row.get(field.column_name) not in EMPTY:
            super().import_field(field, instance, row, is_m2m, **kwargs)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and all(
            getattr(instance, name) == getattr(self.before, name) for name in FIELDS
        )

    def after_import_row(self, row, row_result, **kwargs):
        row_result.original = self.before

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Rules of the card without queries: doubles were looked for by name, constraints stand behind."""
        errors = dict(import_validation_errors or {})
        try:
            instance.clean_fields(exclude={*errors, "unit", "user"})
            instance.clean()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def prepare(self):
        """Make the values of new rows ready, so that the lock is short; called before the transaction."""
        posts = [
            PostPeriod(person=person, post=person.post, unit=person.unit, starts_on=person.hired_on)
            for person in self.create_instances
            if person.post
        ]
        self.new_people = Insertion(Person, self.create_instances, late=["unit"])
        self.new_posts = Insertion(PostPeriod, posts, late=["person", "unit"])

    def write(self, changed_fields, *, by, reason, on):
        """Create and change what :meth:`compare` planned, with a history row for each; call inside ``atomic()``.

        Args:
            changed_fields: names of the fields that change in anybody.
            on: day on which another post counts as a transfer.

        Returns:
            {model label: keys of the rows made}.
        """
        from .workflow.posts import follow_cards  # it stands above this module

        Unit.objects.bulk_create(unit for unit in self.units.values() if unit.pk is None)
        for made in (self.new_people, self.new_posts):
            copy_to_history(made.model, made.carry_out(), kind="+", by=by, reason=reason)
        for person in self.update_instances:
            person.version += 1
            person.unit = person.unit  # a unit made just now has its number only now
        update_rows(Person, self.update_instances, [*changed_fields, "version", "search", "sort_key"])
        copy_to_history(Person, [person.pk for person in self.update_instances], kind="~", by=by, reason=reason)
        if self.update_instances:
            follow_cards(self.update_instances, on=on, by=by, reason=reason)
        return {"people.person": [person.pk for person in self.create_instances]}
