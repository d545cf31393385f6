from django.db import migrations

from mestring.people import wall


def build(apps, schema_editor):
    wall.protect(schema_editor, "delivery_orderservice", wall.through("delivery_order", "order_id"))


def take_down(apps, schema_editor):
    wall.unprotect(schema_editor, "delivery_orderservice")


class Migration(migrations.Migration):
    """PostgreSQL refuses the services of orders that the asker has no relation to."""

    dependencies = [("delivery", "0005_order_service")]

    operations = [migrations.RunPython(build, take_down)]
