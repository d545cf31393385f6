from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0006_wall_of_services"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="start_is_contact",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="order",
            name="measure",
            field=models.CharField(
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
                    ("days_year", "døgn om året"),
                    ("days_week", "dage om ugen"),
                    ("half_days_week", "halve dage om ugen"),
                    ("percent", "procent"),
                    ("kroner", "kroner"),
                    ("kroner_month", "kroner om måneden"),
                    ("kroner_year", "kroner om året"),
                ],
                max_length=14,
            ),
        ),
    ]
