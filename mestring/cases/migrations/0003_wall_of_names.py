from django.db import migrations

from mestring.people import wall

TABLE = "people_namepart"


def build(apps, schema_editor):
    wall.protect(schema_editor, TABLE, wall.through("people_citizen", "citizen_id"))


def take_down(apps, schema_editor):
    wall.unprotect(schema_editor, TABLE)


class Migration(migrations.Migration):
    """PostgreSQL refuses the parts of a name whose citizen the asker has no relation to."""

    dependencies = [("cases", "0002_second_wall"), ("people", "0002_name_parts")]

    operations = [migrations.RunPython(build, take_down)]
