"""What loading a list of pupils would change in their cards and in the cards of those who answer for them."""

from functools import partial

from mentorship.common.bulk import Insertion, copy_to_history, update_rows
from mentorship.common.search import search_key

from . import pupil_sheet
from .import_kinds import Change, ImportKind, last_changes
from .models import Guardian, Person
from .resources import PersonResource
from .staff_plan import plans

KEPT = ("kinship", "phone", "email", "address", "document")


class PupilResource(PersonResource):
    """Rows of a list of pupils as changes of people and their guardians."""

    origin = Person.Origin.PUPIL

    def __init__(self, *, day):
        super().__init__(day=day)
        self.new_guardians, self.changed_guardians = [], []

    def get_queryset(self):
        return Person.objects.filter(origin=self.origin).select_related("unit").prefetch_related("guardians")

    def after_init_instance(self, instance, new, row, **kwargs):
        super().after_init_instance(instance, new, row, **kwargs)
        if new:
            instance.is_teacher = False

    def also(self, row, person):
        """Changes of the guardians that a row brings to ``person``; kept for the writing."""
        known = {search_key(one.full_name): one for one in person.guardians.all()} if person.pk else {}
        for told in row.values["guardians"]:
            guardian = known.get(search_key(told["full_name"]))
            if guardian is None:
                self.new_guardians.append(Guardian(child=person, **told))
                yield Change("guardian", "представитель", "–", _described(Guardian(**told)))
            elif any(told.get(name) and told[name] != getattr(guardian, name) for name in KEPT if name != "kinship"):
                before = _described(guardian)
                for name in KEPT:
                    if told.get(name) and name != "kinship":
                        setattr(guardian, name, told[name])
                self.changed_guardians.append(guardian)
                yield Change("guardian", "представитель", before, _described(guardian))

    def prepare(self):
        super().prepare()
        self.insertion = Insertion(Guardian, self.new_guardians, late=["child"])

    def write(self, changed_fields, *, by, reason, on):
        made = super().write(changed_fields, by=by, reason=reason, on=on)
        created = self.insertion.carry_out()
        copy_to_history(Guardian, created, kind="+", by=by, reason=reason)
        update_rows(Guardian, self.changed_guardians, KEPT)
        copy_to_history(Guardian, [one.pk for one in self.changed_guardians], kind="~", by=by, reason=reason)
        return made | {"people.guardian": created}


def _described(guardian):
    return ", ".join(filter(None, [str(guardian), guardian.phone, guardian.email, guardian.address]))


PUPIL_LIST = ImportKind(
    code="pupils",
    title="Обучающиеся",
    about="Дети с группой или классом и законными представителями: заводит и обновляет их карточки.",
    fields=pupil_sheet.PUPILS,
    mapping_problems=pupil_sheet.mapping_problems,
    plan=plans(pupil_sheet.parse_rows, pupil_sheet.PUPILS, PupilResource),
    seen=partial(last_changes, Person, Guardian),
    order=20,
)
