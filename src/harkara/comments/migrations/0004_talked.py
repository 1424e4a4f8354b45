"""How much is said lately under each story, and the list of the first of them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0003_waiting'),
    ]

    operations = [
        migrations.CreateModel(
            name='TalkOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stories', models.JSONField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='talk',
            name='warmth',
            field=models.FloatField(db_index=True, default=0),
        ),
    ]
