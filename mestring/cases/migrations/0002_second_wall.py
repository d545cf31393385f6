from django.db import migrations

from mestring.people import wall

TABLES = {
    "cases_case": wall.CASE,
    "people_citizen": wall.CITIZEN,
    "people_representation": wall.through("people_citizen", "citizen_id", other="mestring_house() OR person_id = ANY(mestring_ids('citizens'))"),
    "people_consent": wall.through("people_citizen", "citizen_id"),
    "cases_inquiry": wall.UNIT,
    "cases_anonymousinquiry": wall.UNIT,
    "cases_application": wall.through("cases_case", "case_id"),
    "cases_hold": wall.through("cases_application", "application_id"),
    "cases_note": wall.through("cases_case", "case_id"),
    "cases_document": wall.through("cases_case", "case_id"),
    "cases_informationrequest": wall.through("cases_case", "case_id"),
    "cases_letter": wall.through("cases_case", "case_id"),
    "cases_dispatch": wall.through("cases_letter", "letter_id"),
    "cases_due": wall.DUE,
}


def build(apps, schema_editor):
    wall.functions(schema_editor)
    for table, condition in TABLES.items():
        wall.protect(schema_editor, table, condition)


def take_down(apps, schema_editor):
    for table in TABLES:
        wall.unprotect(schema_editor, table)


class Migration(migrations.Migration):
    """PostgreSQL refuses the rows of this room that the asker has no relation to."""

    dependencies = [("cases", "0001_initial"), ("people", "0001_initial")]

    operations = [migrations.RunPython(build, take_down)]
