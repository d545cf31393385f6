from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_delivery"),
    ]

    operations = [
        migrations.AlterField(
            model_name="due",
            name="kind",
            field=models.CharField(
                choices=[
                    ("inquiry", "Henvendelse"),
                    ("application", "Afgørelse"),
                    ("delay", "Besked om svardato"),
                    ("request", "Oplysninger"),
                    ("hearing", "Partshøring"),
                    ("meeting", "Udvalg"),
                    ("referral", "Forelæggelse"),
                    ("letter", "Brev"),
                    ("grant", "Bevilling"),
                    ("complaint", "Klage"),
                    ("review", "Gennemgang"),
                    ("assign", "Fordeling"),
                    ("follow_up", "Opfølgning"),
                    ("peer_review", "Sparring"),
                    ("rate", "Takstvurdering"),
                    ("ending", "Udløb"),
                    ("course", "Forløb"),
                    ("plan", "Plan"),
                    ("unordered", "Ikke bestilt"),
                    ("order", "Bestilling"),
                    ("status", "Statusnotat"),
                    ("change", "Melding"),
                    ("hours", "Timebank"),
                ],
                max_length=12,
            ),
        ),
    ]
