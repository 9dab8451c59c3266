"""The secretary (делопроизводитель) registers papers."""

from django.db import migrations, models

ROLES = [
    ("curator", "куратор"),
    ("director", "руководитель"),
    ("admin", "администратор портала"),
    ("organiser", "ответственный по форме наставничества"),
    ("secretary", "делопроизводитель"),
    ("municipal", "муниципальный координатор"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_list_settings")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="role",
            field=models.CharField(choices=ROLES, max_length=20, verbose_name="роль"),
        )
        for name in ("rolegrant", "historicalrolegrant")
    ]
