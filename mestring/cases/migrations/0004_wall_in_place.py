from django.db import migrations

from mestring.people import wall

TABLES = {"cases_case": wall.CASE, "cases_due": wall.DUE}


def build(apps, schema_editor):
    wall.functions(schema_editor)
    for table, condition in TABLES.items():
        wall.unprotect(schema_editor, table)
        wall.protect(schema_editor, table, condition)


class Migration(migrations.Migration):
    """The wall of the cases and of what is due stands in the query itself, so that no function is called for each row."""

    dependencies = [("cases", "0003_wall_of_names")]

    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
