from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0002_second_wall"),
    ]

    operations = [
        migrations.AddField(
            model_name="grantcadence",
            name="orders",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
