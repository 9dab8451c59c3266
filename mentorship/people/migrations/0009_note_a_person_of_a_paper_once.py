"""Merged cards and a paper saved twice left a person noted twice for one paper: the first line stays."""

from django.db import migrations, models
from django.db.models import Min


def keep_first(apps, schema_editor):
    Mention = apps.get_model("people", "Mention")
    first = Mention.objects.values("paper", "person").annotate(first=Min("pk")).order_by()
    Mention.objects.exclude(pk__in=first.values("first")).delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0008_note_people_of_earlier_papers")]

    operations = [
        migrations.RunPython(keep_first, migrations.RunPython.noop),
        migrations.AddConstraint(
            "mention", models.UniqueConstraint(fields=["paper", "person"], name="mention_once_a_paper")
        ),
    ]
