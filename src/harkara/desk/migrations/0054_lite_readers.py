from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0053_parts_of_sections'),
    ]

    operations = [
        migrations.AddField(
            model_name='paper',
            name='counts_lite',
            field=models.BooleanField(default=False, help_text='Then a lite page of a story asks for one thing more: a picture of 43 bytes that nobody sees.', verbose_name='count readers of lite pages'),
        ),
    ]
