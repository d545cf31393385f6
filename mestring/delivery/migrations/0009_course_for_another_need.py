from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0008_other_accompaniment_from"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="other_need",
            field=models.BooleanField(default=False),
        ),
    ]
