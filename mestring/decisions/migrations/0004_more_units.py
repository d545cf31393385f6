from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0003_second_wall"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="unit",
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
        migrations.AlterField(
            model_name="grant",
            name="unit",
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
        migrations.AlterField(
            model_name="preparation",
            name="unit",
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
