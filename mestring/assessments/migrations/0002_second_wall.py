from django.db import migrations

from mestring.people import wall

TABLES = {
    "assessments_assessment": wall.through("cases_case", "case_id"),
    "assessments_needrevision": wall.through("assessments_assessment", "assessment_id"),
    "assessments_targetgroup": wall.through("assessments_assessment", "assessment_id"),
    "assessments_diagnosis": wall.through("assessments_assessment", "assessment_id"),
    "assessments_topicentry": wall.through("assessments_assessment", "assessment_id"),
    "assessments_topicrevision": wall.through("assessments_topicentry", "topic_id"),
    "assessments_statement": wall.through("assessments_topicentry", "topic_id"),
}


def build(apps, schema_editor):
    for table, condition in TABLES.items():
        wall.protect(schema_editor, table, condition)


def take_down(apps, schema_editor):
    for table in TABLES:
        wall.unprotect(schema_editor, table)


class Migration(migrations.Migration):
    """PostgreSQL refuses the rows of this room that the asker has no relation to."""

    dependencies = [("assessments", "0001_initial"), ("cases", "0002_second_wall")]

    operations = [migrations.RunPython(build, take_down)]
