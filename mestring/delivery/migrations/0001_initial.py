import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0006_delivery"),
        ("decisions", "0003_second_wall"),
        ("people", "0004_providers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.CharField(max_length=200)),
                ("topic", models.CharField(max_length=40)),
                ("secondary", models.JSONField(blank=True, default=list)),
                ("level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("expected", models.PositiveSmallIntegerField()),
                ("aim", models.CharField(choices=[("develop", "Udvikle"), ("maintain", "Fastholde"), ("limit_loss", "Begrænse tab")], max_length=10)),
                ("measured_by", models.TextField(blank=True)),
                ("accepted", models.TextField(blank=True)),
                ("realistic", models.TextField(blank=True)),
                ("evaluate_on", models.DateField(blank=True, null=True)),
                ("evaluated_how", models.TextField(blank=True)),
                ("state", models.CharField(choices=[("active", "Arbejdes med"), ("reached", "Nået"), ("dropped", "Opgivet")], default="active", max_length=8)),
                ("set_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_because", models.TextField(blank=True)),
                ("set_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
        ),
        migrations.CreateModel(
            name="GoalRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("written_at", models.DateTimeField()),
                ("values", models.JSONField(default=dict)),
                ("goal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.goal")),
                ("written_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("section", models.CharField(max_length=10)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("meetings", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("made_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit")),
            ],
        ),
        migrations.CreateModel(
            name="GroupSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day", models.DateField()),
                ("at", models.TimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("state", models.CharField(choices=[("planned", "Planlagt"), ("held", "Holdt"), ("cancelled", "Aflyst")], default="planned", max_length=10)),
                ("registered_on", models.DateField(blank=True, null=True)),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="delivery.group")),
                (
                    "registered_by",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=20, unique=True)),
                ("section", models.CharField(max_length=10)),
                ("standard", models.CharField(max_length=40)),
                ("edition", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("placed", "Venter på svar"),
                            ("queued", "På venteliste"),
                            ("accepted", "Taget imod"),
                            ("running", "I gang"),
                            ("ended", "Afsluttet"),
                            ("declined", "Afvist"),
                            ("withdrawn", "Trukket tilbage"),
                        ],
                        default="placed",
                        max_length=10,
                    ),
                ),
                ("level_label", models.CharField(blank=True, max_length=200)),
                ("purpose", models.TextField()),
                ("needs", models.TextField(blank=True)),
                ("amount", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hours_week", "timer om ugen"),
                            ("hours_month", "timer om måneden"),
                            ("hours", "timer i alt"),
                            ("contacts_week", "kontakter om ugen"),
                            ("contacts_14d", "kontakter hver 14. dag"),
                            ("contacts_month", "kontakter om måneden"),
                            ("sessions", "gange i alt"),
                            ("days", "dage"),
                            ("days_week", "dage om ugen"),
                            ("percent", "procent"),
                            ("kroner", "kroner"),
                            ("kroner_month", "kroner om måneden"),
                            ("kroner_year", "kroner om året"),
                        ],
                        max_length=14,
                    ),
                ),
                ("extent", models.TextField(blank=True)),
                ("shares_phone", models.BooleanField(default=False)),
                ("shares_address", models.BooleanField(default=False)),
                ("chosen_by_citizen", models.BooleanField(default=False)),
                ("begins_on", models.DateField()),
                ("start_by", models.DateField(blank=True, null=True)),
                ("start_source", models.CharField(blank=True, max_length=200)),
                ("start_why", models.JSONField(default=list)),
                ("answer_by", models.DateField()),
                ("placed_on", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("declined_because", models.TextField(blank=True)),
                ("expected_start", models.DateField(blank=True, null=True)),
                ("started_on", models.DateField(blank=True, null=True)),
                ("last_day", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "ended_by",
                    models.CharField(blank=True, choices=[("authority", "Myndigheden"), ("provider", "Leverandøren"), ("death", "Dødsfald")], max_length=10),
                ),
                ("ended_because", models.TextField(blank=True)),
                ("answered_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
                ("citizen", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.citizen")),
                ("grant", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.grant")),
                ("placed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                ("relation", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.relation")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit")),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="delivery.group")),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order")),
            ],
        ),
        migrations.CreateModel(
            name="ChangeReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("words", models.TextField()),
                ("reported_on", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                ("reported_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order")),
            ],
        ),
        migrations.CreateModel(
            name="OrderGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.goal")),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="order_goals", to="delivery.order")),
            ],
        ),
        migrations.CreateModel(
            name="OrderRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("written_at", models.DateTimeField()),
                ("values", models.JSONField(default=dict)),
                ("because", models.TextField(blank=True)),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="delivery.order")),
                ("written_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("action", "Handleplan"), ("citizen", "Borgerplan"), ("stay", "Opholdsplan"), ("crisis", "Kriseplan")], max_length=8
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("offered", "Tilbudt"), ("accepted", "I brug"), ("declined", "Borgeren sagde nej"), ("ended", "Afsluttet")],
                        default="offered",
                        max_length=8,
                    ),
                ),
                ("offered_on", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("made_on", models.DateField(blank=True, null=True)),
                ("wishes", models.TextField(blank=True)),
                ("purpose", models.TextField(blank=True)),
                ("effort", models.TextField(blank=True)),
                ("duration", models.TextField(blank=True)),
                ("other", models.TextField(blank=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_because", models.TextField(blank=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
                ("made_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
        ),
        migrations.AddField(
            model_name="goal",
            name="plan",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="delivery.plan"),
        ),
        migrations.CreateModel(
            name="PlanRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("written_at", models.DateTimeField()),
                ("values", models.JSONField(default=dict)),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.plan")),
                ("written_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("whose", models.CharField(choices=[("citizen", "Borgeren"), ("staff", "Medarbejderen")], max_length=8)),
                ("value", models.PositiveSmallIntegerField()),
                ("words", models.TextField(blank=True)),
                ("rated_on", models.DateField()),
                ("error_on", models.DateField(blank=True, null=True)),
                ("goal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="delivery.goal")),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order")),
                ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
        ),
        migrations.CreateModel(
            name="StatusDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("why", models.JSONField(default=list)),
                ("counted", models.BooleanField(default=False)),
                ("order", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="status_due", to="delivery.order")),
            ],
        ),
        migrations.CreateModel(
            name="StatusNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("state", models.CharField(choices=[("draft", "Kladde"), ("sent", "Sendt")], default="draft", max_length=8)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("done", models.TextField(blank=True)),
                ("citizen_says", models.TextField(blank=True)),
                ("staff_says", models.TextField(blank=True)),
                (
                    "recommends",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continue", "Fortsæt uændret"),
                            ("more", "Mere støtte"),
                            ("less", "Mindre støtte"),
                            ("other", "En anden slags støtte"),
                            ("end", "Afslut støtten"),
                        ],
                        max_length=10,
                    ),
                ),
                ("because", models.TextField(blank=True)),
                ("figures", models.JSONField(default=dict)),
                ("started_on", models.DateField()),
                ("sent_on", models.DateField(blank=True, null=True)),
                ("read_on", models.DateField(blank=True, null=True)),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order")),
                ("read_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                ("sent_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
        ),
        migrations.CreateModel(
            name="SubGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.CharField(max_length=200)),
                (
                    "ambition",
                    models.CharField(
                        choices=[
                            ("prompted", "Gør det, når nogen minder om det"),
                            ("independent", "Gør det selv"),
                            ("participating", "Er med, når andre gør det"),
                        ],
                        max_length=14,
                    ),
                ),
                ("state", models.CharField(choices=[("active", "Arbejdes med"), ("reached", "Nået"), ("dropped", "Opgivet")], default="active", max_length=8)),
                ("set_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("goal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sub_goals", to="delivery.goal")),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order")),
                ("set_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinating_authority", "Koordinerende myndighed"),
                            ("cooperating_authority", "Samarbejdende myndighed"),
                            ("coordinating_provider", "Koordinerende udfører"),
                            ("cooperating_provider", "Samarbejdende udfører"),
                            ("other", "Anden i teamet"),
                        ],
                        max_length=24,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=80)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("until", models.DateField(blank=True, null=True)),
                ("employee", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="team", to="delivery.order")),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day", models.DateField()),
                ("at", models.TimeField(blank=True, null=True)),
                ("planned", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "form",
                    models.CharField(
                        choices=[("home", "Hjemme"), ("office", "Hos os"), ("phone", "Telefon"), ("online", "Online"), ("out", "Ude"), ("group", "Hold")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planlagt"),
                            ("held", "Holdt"),
                            ("by_citizen", "Aflyst af borger"),
                            ("by_provider", "Aflyst af os"),
                            ("no_show", "Ikke mødt"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("note", models.TextField(blank=True)),
                ("registered_on", models.DateField(blank=True, null=True)),
                ("error_on", models.DateField(blank=True, null=True)),
                ("error_because", models.TextField(blank=True)),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.order")),
                ("planned_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
                (
                    "registered_by",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee"),
                ),
                (
                    "session",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="delivery.groupsession"),
                ),
                ("worker", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee")),
            ],
        ),
        migrations.CreateModel(
            name="VisitGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="delivery.goal")),
                ("visit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="visit_goals", to="delivery.visit")),
            ],
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="group_has_a_name"),
        ),
        migrations.AddIndex(
            model_name="groupsession",
            index=models.Index(fields=["group", "day"], name="session_day"),
        ),
        migrations.AddConstraint(
            model_name="groupsession",
            constraint=models.UniqueConstraint(fields=("group", "day", "at"), name="session_once"),
        ),
        migrations.AddConstraint(
            model_name="groupsession",
            constraint=models.CheckConstraint(condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), name="session_has_minutes"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["unit", "state"], name="order_unit"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["case", "-placed_on"], name="order_case"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["grant", "state"], name="order_grant"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["citizen"], name="order_citizen"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(condition=models.Q(("purpose", ""), _negated=True), name="order_has_a_purpose"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("accepted", "running", "ended", "declined", "queued")), _negated=True),
                    ("answered_on__isnull", False),
                    _connector="OR",
                ),
                name="order_answered_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "declined"), _negated=True), models.Q(("declined_because", ""), _negated=True), _connector="OR"),
                name="order_declined_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "queued"), _negated=True), ("expected_start__isnull", False), _connector="OR"),
                name="order_queued_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state__in", ("running", "ended")), _negated=True), ("started_on__isnull", False), _connector="OR"),
                name="order_running_has_begun",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True),
                    models.Q(("ended_on__isnull", False), ("last_day__isnull", False), models.Q(("ended_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="order_ended_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day", None), ("started_on", None), ("last_day__gte", models.F("started_on")), _connector="OR"),
                name="order_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(condition=models.Q(("until", None)), fields=("group", "order"), name="membership_once"),
        ),
        migrations.AddConstraint(
            model_name="changereport",
            constraint=models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="change_report_says_what"),
        ),
        migrations.AddConstraint(
            model_name="changereport",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_on", None), models.Q(("answer", ""), _negated=True), _connector="OR"), name="change_report_answered_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="ordergoal",
            constraint=models.UniqueConstraint(fields=("order", "goal"), name="order_goal_once"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(condition=models.Q(("state", "ended"), _negated=True), fields=("case", "kind"), name="plan_one_of_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "ended"), _negated=True), ("ended_on__isnull", False), _connector="OR"), name="plan_ended_has_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "offered"), ("answered_on__isnull", False), _connector="OR"), name="plan_answered_has_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("topic", ""), _negated=True)), name="goal_has_words_and_a_topic"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("expected__lte", 4), models.Q(("level", None), ("level__lte", 4), _connector="OR")), name="goal_levels_are_0_to_4"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "active"), models.Q(("ended_on__isnull", False), models.Q(("ended_because", ""), _negated=True)), _connector="OR"),
                name="goal_ended_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(condition=models.Q(("value__lte", 10)), name="rating_is_0_to_10"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(condition=models.Q(("error_on", None)), fields=("order", "goal", "whose", "rated_on"), name="rating_once_a_day"),
        ),
        migrations.AddIndex(
            model_name="statusnote",
            index=models.Index(fields=["order", "-sent_on"], name="status_order"),
        ),
        migrations.AddConstraint(
            model_name="statusnote",
            constraint=models.UniqueConstraint(condition=models.Q(("state", "draft")), fields=("order",), name="status_one_draft"),
        ),
        migrations.AddConstraint(
            model_name="statusnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        ("sent_by__isnull", False),
                        ("sent_on__isnull", False),
                        models.Q(("done", ""), _negated=True),
                        models.Q(("recommends", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="status_sent_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="subgoal",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="sub_goal_has_words"),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="team_member_has_a_name"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["order", "day"], name="visit_order"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["session"], name="visit_session"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("minutes__gte", 1), ("minutes__lte", 1440), ("state", "held")),
                    models.Q(models.Q(("state", "held"), _negated=True), ("minutes", 0)),
                    _connector="OR",
                ),
                name="visit_held_has_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("registered_on", None), ("state", "planned")),
                    models.Q(models.Q(("state", "planned"), _negated=True), ("registered_on__isnull", False)),
                    _connector="OR",
                ),
                name="visit_registered_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("error_on", None), models.Q(("error_because", ""), _negated=True), _connector="OR"), name="visit_in_error_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("error_on", None), ("session__isnull", False)), fields=("order", "session"), name="visit_once_a_session"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitgoal",
            constraint=models.UniqueConstraint(fields=("visit", "goal"), name="visit_goal_once"),
        ),
    ]
