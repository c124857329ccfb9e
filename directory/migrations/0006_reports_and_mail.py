import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0005_translation_records'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='report',
            options={'ordering': ['-last_at', '-pk'], 'verbose_name': 'report of a mistake', 'verbose_name_plural': 'reports of mistakes'},
        ),
        migrations.AddField(
            model_name='report',
            name='forms',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, editable=False, size=None),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='report',
            name='last_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'new')), models.Q(models.Q(('state', 'new'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='report_is_new_or_closed', violation_error_message='A report that is not new was closed some day.'),
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('fi', 'Suomi'), ('sv', 'Svenska'), ('en', 'English')], default='fi', max_length=2, verbose_name='language')),
                ('hears_of_reports', models.BooleanField(default=True, verbose_name='hears of what families report')),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_choice', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user'],
            },
        ),
    ]
