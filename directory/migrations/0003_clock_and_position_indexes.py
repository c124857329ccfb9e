from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0002_content_version"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["latitude", "longitude"], name="place_position"),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["start", "end", "id"], name="slot_clock"),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(
                condition=models.Q(("ends_next_day", True)),
                fields=["start", "end"],
                name="slot_over_midnight",
            ),
        ),
        migrations.AddIndex(
            model_name="schedulechange",
            index=models.Index(fields=["last", "first"], name="change_last"),
        ),
        migrations.AddIndex(
            model_name="schedulechange",
            index=models.Index(
                condition=models.Q(("new_date__isnull", False)),
                fields=["new_date"],
                name="change_moved_to",
            ),
        ),
    ]
