"""People inside the text of a paper: named in the case a sentence needs, each once, in the order of the alphabet."""

from mentorship.common.workflow import Missing

from . import forms_of
from .models import Person


def named(person, case):
    """«Ивановой И.И., старшему воспитателю»: surname first in running text (law.md 3.6)."""
    name, post = forms_of.form(person, "short", case)[0], forms_of.form(person, "post", case)[0]
    return ", ".join(filter(None, [name, inside(post)]))


def named_all(people, case):
    """«Ершову Н.П., воспитателя, и Котову С.И., воспитателя»: a post is parted from what follows it by a comma."""
    names = [named(person, case) for person in people]
    if len(names) < 2:
        return "".join(names)
    before = ", ".join(names[:-1])
    return f"{before}{',' if ',' in before else ''} и {names[-1]}"


def told(person, case, who):
    """The same for the words of a paper that may be reworded: the value and what it means."""
    return named(person, case), f"{who}: фамилия, инициалы и должность, {case.label} падеж"


def with_post(person):
    """«Иванова Ирина Ивановна, старший воспитатель», «Рыбин Павел Антонович, 6Б класс», for a cell of a table."""
    return ", ".join(filter(None, [person.full_name, inside(place(person))]))


def place(person):
    """Post of an employee, class of a pupil: law.md 4.3 has both in one column."""
    school_class = person.school_class
    if person.post or not school_class:
        return person.post
    return school_class if "класс" in school_class.lower() else f"{school_class} класс"


def inside(post):
    """A post inside a sentence begins with a small letter, «и.о. директора» too; an abbreviation keeps its capitals."""
    small = post[1:2].islower() or post.lower().startswith(("и.о.", "и. о."))
    return post[:1].lower() + post[1:] if small else post


def once(people):
    """These people without repetitions and gaps (None), by name."""
    unique = {person.pk or person.full_name: person for person in people if person}
    return sorted(unique.values(), key=lambda person: person.sort_key)


def acquainted(people):
    """People as a sheet of acquaintance lists them."""
    return [{"name": person.full_name, "post": place(person)} for person in once(people)]


def readers(paper):
    """Accounts of those whom the sheet of acquaintance names: they may open the paper once it is issued."""
    sheets = [block["people"] for block in paper.blocks if block["type"] == "acquaintance"]
    named_there = {(line["name"], line["post"]) for sheet in sheets for line in sheet}
    people = Person.objects.filter(user__is_active=True).select_related("user")
    return [person.user for person in people if (person.full_name, place(person)) in named_there]


def form_notes(*named_in):
    """Case forms of name and post that a paper uses and nobody has proven: «Проверьте дательный падеж: …?».

    Args:
        named_in: (case, people that the text names in it), each form is asked about once.
    """
    found = [
        Missing(f"Проверьте {case.label} падеж: «{text}»?", f"{person.get_absolute_url()}#forms")
        for case, people in named_in
        for person, _, _, text in forms_of.unsure(once(people), [("short", case), ("post", case)])
    ]
    return list(dict.fromkeys(found))
