import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("tilbudsportal_id", models.CharField(blank=True, max_length=20)),
                ("name", models.CharField(max_length=160)),
                ("sections", models.JSONField(default=list)),
                ("target_groups", models.JSONField(blank=True, default=list)),
                ("places", models.IntegerField(blank=True, null=True)),
                (
                    "approved",
                    models.CharField(
                        choices=[("approved", "Godkendt"), ("not_approved", "Ikke godkendt"), ("unknown", "Ikke oplyst")], default="unknown", max_length=12
                    ),
                ),
                ("approved_on", models.DateField(blank=True, null=True)),
                ("approved_until", models.DateField(blank=True, null=True)),
                ("cvr", models.CharField(blank=True, max_length=8)),
                ("p_number", models.CharField(blank=True, max_length=10)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="people.unit")),
            ],
        ),
        migrations.CreateModel(
            name="DayRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("per", models.CharField(choices=[("day", "døgn"), ("hour", "time"), ("month", "måned")], max_length=5)),
                ("amount", models.IntegerField()),
                ("valid_from", models.DateField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("offer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="rates", to="people.offer")),
            ],
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="offer_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(condition=models.Q(("places", None), ("places__gte", 0), _connector="OR"), name="offer_places_not_below_none"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"), name="offer_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_on", None), ("approved_until", None), ("approved_until__gte", models.F("approved_on")), _connector="OR"),
                name="offer_approval_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("tilbudsportal_id", ""), _negated=True), fields=("tilbudsportal_id",), name="offer_of_the_portal_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dayrate",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="day_rate_above_nothing"),
        ),
        migrations.AddConstraint(
            model_name="dayrate",
            constraint=models.UniqueConstraint(fields=("offer", "per", "valid_from"), name="day_rate_once"),
        ),
    ]
