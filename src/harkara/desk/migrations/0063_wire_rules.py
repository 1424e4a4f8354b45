import django.core.validators
import django.db.models.deletion
import harkara.desk.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0062_wire_items'),
    ]

    operations = [
        migrations.CreateModel(
            name='WireRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', harkara.desk.models.fields.Words(max_length=80, unique=True, verbose_name='name')),
                ('position', models.IntegerField(default=0, help_text='Rules are gone through from the lowest number.', verbose_name='position')),
                ('is_on', models.BooleanField(default=True, verbose_name='in force')),
                ('words', harkara.desk.models.fields.Prose(blank=True, help_text='One word or phrase to a line, in either script and any ending; one of them must be there. A minus before it: it must not be there.', verbose_name='words')),
                ('subjects', harkara.desk.models.fields.Prose(blank=True, help_text='As its sender files it: one to a line, of which one must be there.', verbose_name='subjects')),
                ('places', harkara.desk.models.fields.Prose(blank=True, help_text='Where it is from, or what its sender names: one to a line, of which one must be there.', verbose_name='places')),
                ('urgency', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1: flash'), (2, '2: bulletin'), (3, '3: urgent'), (4, '4: soon'), (5, '5: routine'), (6, '6: can wait'), (7, '7: background'), (8, '8: whenever there is room')], null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(8)], verbose_name='urgency')),
                ('discards', models.BooleanField(default=False, verbose_name='discard it')),
                ('for_desk', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.desk', verbose_name='for the desk')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.section', verbose_name='section')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.wiresource', verbose_name='wire source')),
            ],
            options={
                'verbose_name': 'wire rule',
                'verbose_name_plural': 'wire rules',
                'ordering': ['position', 'id'],
            },
        ),
    ]
