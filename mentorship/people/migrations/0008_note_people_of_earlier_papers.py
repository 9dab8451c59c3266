"""People named in papers issued before the portal noted them."""

from django.db import migrations

FIELDS = ("id", "last_name", "first_name", "patronymic", "gender", "forms")


def fill(apps, schema_editor):
    """Read every issued paper once; the cards are built from columns of this moment and touch no later ones."""
    from mentorship.people.mentions import beginnings, named, stem, text_of
    from mentorship.people.models import Person

    Paper, Mention = apps.get_model("documents", "Paper"), apps.get_model("people", "Mention")
    cards = apps.get_model("people", "Person").objects.exclude(first_name="")
    papers = Paper.objects.filter(state__in=["issued", "withdrawn"], mentions=None)
    people = [Person(**row) for row in cards.values(*FIELDS)] if papers.exists() else []
    for paper in papers.only("pk", "blocks").iterator(chunk_size=100):
        text = text_of(paper.blocks)
        begins = beginnings(text)
        found = named(text, [person for person in people if stem(person.last_name) in begins])
        Mention.objects.bulk_create([Mention(paper_id=paper.pk, person_id=person.pk) for person in found])


class Migration(migrations.Migration):
    dependencies = [("people", "0007_people_named_in_papers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
