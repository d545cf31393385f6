from django.db import migrations

from mestring.decisions import protection


def install(apps, schema_editor):
    protection.install(schema_editor.connection)


def remove(apps, schema_editor):
    protection.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """The database refuses to change or remove a decision."""

    dependencies = [("decisions", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
