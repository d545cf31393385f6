from django.db import migrations

from mestring.people import wall

TABLES = {
    "decisions_consideration": wall.through("cases_application", "application_id"),
    "decisions_decision": wall.through("cases_application", "application_id"),
    "decisions_hearing": wall.through("cases_application", "application_id"),
    "decisions_hearingdraft": wall.through("cases_application", "application_id"),
    "decisions_agendaitem": wall.through("cases_application", "application_id"),
    "decisions_preparation": wall.through("cases_application", "application_id"),
    "decisions_referral": wall.through("cases_application", "application_id"),
    "decisions_recommendation": wall.through("cases_application", "application_id"),
    "decisions_gatepass": wall.through("cases_application", "application_id"),
    "decisions_plannedchange": wall.through("cases_application", "application_id"),
    "decisions_grant": wall.through("cases_case", "case_id"),
    "decisions_disqualified": wall.through("decisions_agendaitem", "item_id"),
}


def build(apps, schema_editor):
    for table, condition in TABLES.items():
        wall.protect(schema_editor, table, condition)


def take_down(apps, schema_editor):
    for table in TABLES:
        wall.unprotect(schema_editor, table)


class Migration(migrations.Migration):
    """PostgreSQL refuses the rows of this room that the asker has no relation to."""

    dependencies = [("decisions", "0002_written_once"), ("cases", "0002_second_wall")]

    operations = [migrations.RunPython(build, take_down)]
