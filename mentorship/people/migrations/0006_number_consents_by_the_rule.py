"""Consents are numbered by the institution's own rule: the place in the row is kept beside the number as printed.

Numbers given so far look like «12/2026-С»; any other one keeps no place and no short code, as before.
"""

import re

from django.db import migrations, models

NUMBER = re.compile(r"([1-9]\d{0,7})/(\d{4})-")


def fill_places(apps, schema_editor):
    Consent = apps.get_model("people", "Consent")
    found = []
    for consent in Consent.objects.only("number").iterator():
        if match := NUMBER.match(consent.number):
            consent.sequence, consent.year = int(match[1]), int(match[2])
            found.append(consent)
    Consent.objects.bulk_update(found, ["sequence", "year"], batch_size=300)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_scans_that_wait"),
        ("people", "0005_find_consents_of_a_person_fast"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="sequence",
            field=models.PositiveIntegerField(
                blank=True, editable=False, null=True, verbose_name="порядковый номер за год"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="year",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="год номера"),
        ),
        migrations.AddField(
            model_name="historicalconsent",
            name="sequence",
            field=models.PositiveIntegerField(
                blank=True, editable=False, null=True, verbose_name="порядковый номер за год"
            ),
        ),
        migrations.AddField(
            model_name="historicalconsent",
            name="year",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="год номера"),
        ),
        migrations.AlterField(
            model_name="consent",
            name="number",
            field=models.CharField(db_index=True, max_length=60, verbose_name="номер"),
        ),
        migrations.AlterField(
            model_name="historicalconsent",
            name="number",
            field=models.CharField(db_index=True, max_length=60, verbose_name="номер"),
        ),
        migrations.RunPython(fill_places, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                fields=("year", "sequence"),
                name="one_consent_per_number_and_year",
                violation_error_message="Согласие с таким номером за этот год уже есть.",
            ),
        ),
    ]
