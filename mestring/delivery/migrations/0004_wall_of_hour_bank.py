from django.db import migrations

from mestring.people import wall

TABLES = {
    "delivery_houruse": wall.through("delivery_order", "order_id"),
    "delivery_companionchoice": wall.through("cases_case", "case_id"),
    "delivery_savingagreement": wall.through("decisions_grant", "grant_id"),
    "delivery_otheraccompaniment": wall.through("decisions_grant", "grant_id"),
}


def build(apps, schema_editor):
    for table, condition in TABLES.items():
        wall.protect(schema_editor, table, condition)


def take_down(apps, schema_editor):
    for table in reversed(TABLES):
        wall.unprotect(schema_editor, table)


class Migration(migrations.Migration):
    """PostgreSQL refuses the rows of the hour bank that the asker has no relation to: a provider's people see what is used by their own orders, and nothing of the grant."""

    dependencies = [("delivery", "0003_hour_bank"), ("cases", "0004_wall_in_place"), ("decisions", "0003_second_wall")]

    operations = [migrations.RunPython(build, take_down)]
