import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_courses_on_the_list"),
        ("decisions", "0003_second_wall"),
        ("delivery", "0006_wall_of_services"),
        ("followups", "0003_begun_orders"),
        ("people", "0004_providers"),
    ]

    operations = [
        migrations.AddField(
            model_name="grantcadence",
            name="begun_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreeddate",
            name="order",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order"),
        ),
        migrations.AddField(
            model_name="followup",
            name="order",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order"),
        ),
        migrations.AlterField(
            model_name="agreeddate",
            name="grant",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.grant"),
        ),
        migrations.AlterField(
            model_name="followup",
            name="grant",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.grant"),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["order", "-held_on"], name="follow_up_order"),
        ),
        migrations.AddConstraint(
            model_name="agreeddate",
            constraint=models.UniqueConstraint(condition=models.Q(("ended_on", None)), fields=("order", "kind"), name="agreed_date_of_course_once"),
        ),
        migrations.AddConstraint(
            model_name="agreeddate",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("grant", None), ("order__isnull", False)), models.Q(("grant__isnull", False), ("order", None)), _connector="OR"),
                name="agreed_date_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("grant", None), ("order__isnull", False)), models.Q(("grant__isnull", False), ("order", None)), _connector="OR"),
                name="follow_up_of_one",
            ),
        ),
    ]
