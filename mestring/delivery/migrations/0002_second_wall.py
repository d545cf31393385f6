from django.db import migrations

from mestring.people import wall

OF_ORDERS = (
    "delivery_orderrevision",
    "delivery_ordergoal",
    "delivery_teammember",
    "delivery_subgoal",
    "delivery_rating",
    "delivery_membership",
    "delivery_visit",
    "delivery_statusdue",
    "delivery_statusnote",
    "delivery_changereport",
)
GOAL = wall.through("delivery_plan", "plan_id") + " OR EXISTS (SELECT 1 FROM delivery_ordergoal o WHERE o.goal_id = {table}.id)"
CITIZEN = wall.CITIZEN + "\n    OR EXISTS (SELECT 1 FROM delivery_order o WHERE o.citizen_id = {table}.id)"


def build(apps, schema_editor):
    wall.protect(schema_editor, "delivery_order", wall.ORDER)
    for table in OF_ORDERS:
        wall.protect(schema_editor, table, wall.through("delivery_order", "order_id"))
    wall.protect(schema_editor, "delivery_visitgoal", wall.through("delivery_visit", "visit_id"))
    wall.protect(schema_editor, "delivery_plan", wall.through("cases_case", "case_id"))
    wall.protect(schema_editor, "delivery_planrevision", wall.through("delivery_plan", "plan_id"))
    # A provider sees the goals of its orders, and nothing else of the plan.
    wall.protect(schema_editor, "delivery_goal", GOAL)
    wall.protect(schema_editor, "delivery_goalrevision", wall.through("delivery_goal", "goal_id"))
    # A provider sees whom its orders are about.
    wall.unprotect(schema_editor, "people_citizen")
    wall.protect(schema_editor, "people_citizen", CITIZEN)


def take_down(apps, schema_editor):
    wall.unprotect(schema_editor, "people_citizen")
    wall.protect(schema_editor, "people_citizen", wall.CITIZEN)
    tables = ("delivery_goalrevision", "delivery_goal", "delivery_planrevision", "delivery_plan", "delivery_visitgoal", *OF_ORDERS, "delivery_order")
    for table in tables:
        wall.unprotect(schema_editor, table)


class Migration(migrations.Migration):
    """PostgreSQL refuses the rows of this room that the asker has no relation to; a provider's people see their own orders and whom they are about."""

    dependencies = [("delivery", "0001_initial"), ("cases", "0004_wall_in_place"), ("people", "0003_orders")]

    operations = [migrations.RunPython(build, take_down)]
