import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0004_wall_of_hour_bank"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=40)),
                ("offer", models.CharField(blank=True, max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("set_on", models.DateField()),
                ("dropped_on", models.DateField(blank=True, null=True)),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="services", to="delivery.order")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"), name="order_service_ends_after_it_begins"
                    ),
                    models.UniqueConstraint(condition=models.Q(("dropped_on", None), ("until", None)), fields=("order", "code"), name="order_service_once"),
                ],
            },
        ),
    ]
