"""Readers, what they say, and what became of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='GuardedName',
            fields=[
                ('looks', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('sounds', models.CharField(db_index=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('looks', models.CharField(max_length=120, null=True, unique=True)),
                ('joined_at', models.DateTimeField()),
                ('seen_on', models.DateField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story', models.BigIntegerField()),
                ('place', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('shown', 'Shown'), ('withdrawn', 'Withdrawn'), ('deleted', 'Deleted')], max_length=9)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(null=True)),
                ('agreed', models.PositiveIntegerField(default=0)),
                ('disagreed', models.PositiveIntegerField(default=0)),
                ('score', models.IntegerField(default=0)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='comments.comment')),
                ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='comments.reader')),
            ],
        ),
        migrations.CreateModel(
            name='EntryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(db_index=True)),
                ('expires_at', models.DateTimeField()),
                ('guesses', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['email', '-made_at'], name='comments_code_of')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('abuse', 'Abuse'), ('hate', 'Hate'), ('false', 'False'), ('spam', 'Spam'), ('private', 'Private'), ('other', 'Other')], max_length=7)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField()),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='comments.comment')),
                ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='comments.reader')),
            ],
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('story', models.BigIntegerField(primary_key=True, serialize=False)),
                ('places', models.PositiveIntegerField(default=0)),
                ('shown', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['-shown'], name='comments_most')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('began_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='comments.reader')),
            ],
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('agree', 'Agree'), ('disagree', 'Disagree')], max_length=8)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='comments.comment')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='comments.reader')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('comment', 'reader'), name='comments_one_reaction')],
            },
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['story', 'place'], name='comments_of_story'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['story', 'parent', 'state', '-score', 'place'], name='comments_best'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['state', 'made_at'], name='comments_by_state'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['reader', '-made_at'], name='comments_of_reader'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('comment', 'reader'), name='comments_one_report'),
        ),
    ]
