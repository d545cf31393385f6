import django.db.models.deletion
from django.db import migrations, models

from mestring.people import names


def cut(apps, schema_editor):
    """The parts of the names there are."""
    citizens, name_parts = apps.get_model("people", "Citizen"), apps.get_model("people", "NamePart")
    name_parts.objects.bulk_create(
        (
            name_parts(citizen_id=pk, part=part)
            for pk, first, last in citizens.objects.values_list("pk", "first_name", "last_name").iterator()
            for part in sorted(names.parts(f"{first} {last}"))
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    """A citizen is found by the parts of their name."""

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="NamePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.BinaryField(max_length=320)),
                ("citizen", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="name_parts", to="people.citizen")),
            ],
            options={"indexes": [models.Index(fields=["part", "citizen"], name="name_part_found")]},
        ),
        migrations.RunPython(cut, migrations.RunPython.noop, elidable=True),
    ]
