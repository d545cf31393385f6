import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_delivery"),
        ("decisions", "0003_second_wall"),
        ("delivery", "0002_second_wall"),
        ("people", "0004_providers"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavingAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("since", models.DateField()),
                ("agreed_on", models.DateField()),
                ("agreed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                ("grant", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.grant")),
            ],
        ),
        migrations.CreateModel(
            name="CompanionChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("relation", models.CharField(max_length=200)),
                ("close_relative", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Venter på godkendelse"), ("approved", "Godkendt"), ("refused", "Ikke godkendt")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("proposed_on", models.DateField()),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
                ("decided_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                ("grant", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.grant")),
                ("proposed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
            options={
                "indexes": [models.Index(fields=["grant", "state"], name="companion_grant")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("relation", ""), _negated=True)), name="companion_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", None), ("decided_on", None), ("state", "proposed")),
                            models.Q(models.Q(("state", "proposed"), _negated=True), ("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="companion_decided_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "refused"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="companion_refused_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("close_relative", True), ("state", "approved"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="companion_near_approved_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HourUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("what", models.CharField(blank=True, max_length=200)),
                ("expenses", models.PositiveIntegerField(blank=True, null=True)),
                ("registered_on", models.DateField()),
                ("error_on", models.DateField(blank=True, null=True)),
                ("error_because", models.TextField(blank=True)),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order")),
                ("registered_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
            options={
                "indexes": [models.Index(fields=["order", "day"], name="hour_use_order")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), name="hour_use_has_minutes"),
                    models.CheckConstraint(
                        condition=models.Q(("expenses", None), ("expenses__gte", 0), _connector="OR"), name="hour_use_expenses_not_negative"
                    ),
                    models.CheckConstraint(condition=models.Q(("day__lte", models.F("registered_on"))), name="hour_use_has_been"),
                    models.CheckConstraint(
                        condition=models.Q(("error_on", None), models.Q(("error_because", ""), _negated=True), _connector="OR"),
                        name="hour_use_in_error_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherAccompaniment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minutes", models.PositiveIntegerField()),
                ("told", models.CharField(max_length=200)),
                ("written_on", models.DateField()),
                ("grant", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.grant")),
                ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("told", ""), _negated=True), name="other_accompaniment_says_whence")],
            },
        ),
    ]
