"""Staff lists through django-import-export: whom a row means, what changes in him, and the writing in bulk.

What the library lacks for us is added here and nowhere else: people are matched by name and birth date, an empty cell
never erases, lengths of service become dates, and nothing is written while the rows are compared.
"""

from collections import defaultdict
from copy import copy

import tablib
from django.core.exceptions import ValidationError
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.widgets import Widget

from mentorship.common.bulk import copy_to_history, update_rows
from mentorship.common.cases import gender_of
from mentorship.common.periods import add_months
from mentorship.common.russian import date_digits
from mentorship.common.search import search_key
from mentorship.institution.models import Unit

from .models import Person
from .staff_cells import is_teaching_post

NAME = ("last_name", "first_name", "patronymic")
SERVICE = (("work_months", "works_since"), ("teaching_months", "teaches_since"))
FIELDS = (
    *NAME,
    *("gender", "birth_date", "post", "unit", "is_teacher", "staff_number", "hired_on"),
    *("works_since", "teaches_since", "category", "education", "phone", "email"),
)
HEADERS = [*FIELDS, *(months for months, _ in SERVICE)]
EMPTY = (None, "")


class PeopleByName(BaseInstanceLoader):
    """Whom a row means: the same name and birth date, else the only person of this name without another birth date."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        self.namesakes = defaultdict(list)
        for person in resource.get_queryset():
            self.namesakes[search_key(person.full_name)].append(person)

    def get_instance(self, row):
        """The person, taken out so that no second row gets him too; None for a new one.

        Raises:
            ValidationError: several people of this name, and the row does not say which.
        """
        namesakes = self.namesakes[search_key(*(row[name] for name in NAME))]
        born = row["birth_date"]
        if not born and len(namesakes) > 1:
            days = ", ".join(date_digits(person.birth_date) or "не указана" for person in namesakes)
            raise ValidationError(
                f"в списке людей несколько человек с таким именем (даты рождения: {days}). Укажите дату рождения."
            )
        same_day = [person for person in namesakes if born and person.birth_date == born]
        found = same_day or [person for person in namesakes if not born or not person.birth_date]
        if not found:
            return None
        namesakes.remove(found[0])
        return found[0]


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

    def __init__(self, *, day):
        super().__init__()
        self.day = day
        self.units = {search_key(unit.title): unit for unit in Unit.objects.all()}

    def get_queryset(self):
        return Person.objects.select_related("unit")

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
        if row["post"] and row["post"] != instance.post:
            row["is_teacher"] = is_teaching_post(row["post"])
        if new:
            row["gender"] = row["gender"] or gender_of(row["patronymic"], row["first_name"])
        for months, since in SERVICE:
            told, known = row[months], getattr(instance, months)(self.day)
            row[since] = None if told in EMPTY or told == known else add_months(self.day, -told)

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

    def write(self, changed_fields, *, by, reason):
        """Create and change what :meth:`compare` planned, with a history row for each; call inside ``atomic()``.

        Args:
            changed_fields: names of the fields that change in anybody.
        """
        Unit.objects.bulk_create(unit for unit in self.units.values() if unit.pk is None)
        created = Person.objects.bulk_create(self.create_instances)
        copy_to_history(Person, [person.pk for person in created], kind="+", by=by, reason=reason)
        for person in self.update_instances:
            person.version += 1
            person.unit = person.unit  # a unit made just now has its number only now
        update_rows(Person, self.update_instances, [*changed_fields, "version", "search", "sort_key"])
        copy_to_history(Person, [person.pk for person in self.update_instances], kind="~", by=by, reason=reason)
