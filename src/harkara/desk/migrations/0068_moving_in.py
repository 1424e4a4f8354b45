import django.db.models.deletion
import harkara.desk.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0067_phone_form'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListingDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=300, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('export', models.CharField(blank=True, max_length=64)),
                ('stage', models.CharField(choices=[('taking', 'Taking'), ('listing', 'Listing'), ('done', 'Done')], default='taking', max_length=8)),
                ('position', models.TextField(blank=True)),
                ('said', models.TextField(blank=True)),
                ('counts', models.JSONField(default=dict, encoder=harkara.desk.models.fields.PlainJSON)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AlterField(
            model_name='storyaddress',
            name='href',
            field=models.CharField(max_length=500, unique=True),
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('href', models.CharField(max_length=500, unique=True)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.person')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.section')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.topic')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=32, unique=True)),
                ('picture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.picture')),
                ('story', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.story')),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
