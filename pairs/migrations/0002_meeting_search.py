from django.db import migrations, models

from mentorship.common.search import search_key


def fill(apps, schema_editor):
    """Meetings written down before they could be found by their words."""
    Meeting = apps.get_model("pairs", "Meeting")
    for meeting in Meeting.objects.exclude(topic="", agreed="").only("topic", "agreed").iterator():
        words, topic = search_key(meeting.topic, meeting.agreed), search_key(meeting.topic)
        Meeting.objects.filter(pk=meeting.pk).update(search=words, search_topic=topic)


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="search",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="meeting",
            name="search_topic",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
