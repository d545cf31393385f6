from django.db import migrations

from mestring.people import wall

TABLES = ("followups_grantcadence", "followups_grantfact", "followups_agreeddate", "followups_followup")


def build(apps, schema_editor):
    for table in TABLES:
        wall.protect(schema_editor, table, wall.through("cases_case", "case_id"))


def take_down(apps, schema_editor):
    for table in TABLES:
        wall.unprotect(schema_editor, table)


class Migration(migrations.Migration):
    """PostgreSQL refuses the rows of this room that the asker has no relation to."""

    dependencies = [("followups", "0001_initial"), ("cases", "0002_second_wall")]

    operations = [migrations.RunPython(build, take_down)]
