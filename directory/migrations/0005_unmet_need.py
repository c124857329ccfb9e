from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnmetNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=10)),
                ('area', models.CharField(blank=True, max_length=200)),
                ('concept', models.CharField(blank=True, max_length=60)),
                ('searches', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['-day', 'concept', 'area'],
                'constraints': [
                    models.UniqueConstraint(fields=('day', 'language', 'area', 'concept'), name='unmet_need_once_a_day'),
                    models.CheckConstraint(condition=models.Q(('concept__regex', '^[a-z0-9_:-]*$')), name='unmet_need_is_a_key'),
                ],
            },
        ),
    ]
