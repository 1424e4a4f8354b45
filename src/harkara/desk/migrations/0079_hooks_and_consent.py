import django.core.validators
import harkara.desk.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0078_campaigns'),
    ]

    operations = [
        migrations.AddField(
            model_name='paper',
            name='measure_google',
            field=models.CharField(blank=True, help_text='The number of the property, G-…: readers are asked first, and nobody is told before they say yes.', max_length=20, validators=[django.core.validators.RegexValidator('\\AG-[A-Z0-9]{4,16}\\Z', 'The number of a property of Google Analytics 4 begins with G-.')], verbose_name='Google Analytics'),
        ),
        migrations.AddField(
            model_name='paper',
            name='measure_meta',
            field=models.CharField(blank=True, help_text='The number of the pixel: readers are asked first, and nobody is told before they say yes.', max_length=20, validators=[django.core.validators.RegexValidator('\\A[0-9]{5,20}\\Z', 'The number of a pixel is written in digits.')], verbose_name='Meta pixel'),
        ),
        migrations.AddField(
            model_name='paper',
            name='asks_for_code',
            field=models.BooleanField(default=False, help_text="For AdSense, Google Ad Manager and others of whom readers' browsers would ask something.", verbose_name='ask readers before code of advertisers runs'),
        ),
        migrations.CreateModel(
            name='ShareHook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', harkara.desk.models.fields.Words(max_length=60, unique=True, verbose_name='name')),
                ('on', models.BooleanField(default=False, verbose_name='in use')),
                ('method', models.CharField(choices=[('POST', 'POST'), ('GET', 'GET')], default='POST', max_length=4, verbose_name='method')),
                ('address', models.CharField(help_text="{url} stands for the story's address, {short} for its short link, {id} for its number; any other name in braces for a line of the file of secrets (HARKARA_SHARE_SECRETS).", max_length=1000, verbose_name='address')),
                ('body', models.TextField(blank=True, help_text='JSON or a form, with the same names in braces.', max_length=4000, verbose_name='what is sent')),
                ('told_at', models.DateTimeField(editable=False, null=True)),
                ('result', models.CharField(blank=True, editable=False, max_length=200)),
                ('fails', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'call after a change',
                'verbose_name_plural': 'calls after changes',
                'ordering': ['name'],
            },
        ),
    ]
