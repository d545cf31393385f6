from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_name_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="relation",
            name="order",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="relation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("committee", "Udvalgets dagsorden"),
                    ("shelter", "Forelagt boformen"),
                    ("helper", "Medvirkende sagsbehandler"),
                    ("glass", "Nødadgang"),
                    ("order", "Bestilling hos leverandøren"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "order"), ("order__isnull", False), ("unit__isnull", False)),
                    models.Q(models.Q(("kind", "order"), _negated=True), ("order", None)),
                    _connector="OR",
                ),
                name="relation_to_an_order_names_it",
            ),
        ),
    ]
