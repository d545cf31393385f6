import django.db.models.deletion
from django.db import migrations, models


def from_the_beginning(apps, schema_editor):
    """What was told before it had a month holds from the month its help began in."""
    model = apps.get_model("delivery", "OtherAccompaniment")
    for row in model.objects.select_related("grant"):
        model.objects.filter(pk=row.pk).update(since=row.grant.begins_on.replace(day=1))


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0007_heard_by"),
    ]

    operations = [
        migrations.AlterField(
            model_name="otheraccompaniment",
            name="grant",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.grant"),
        ),
        migrations.AddField(
            model_name="otheraccompaniment",
            name="since",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(from_the_beginning, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="otheraccompaniment",
            name="since",
            field=models.DateField(),
        ),
    ]
