from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('desk', '0063_wire_rules')]

    operations = [
        migrations.RemoveIndex(model_name='incomingclipping', name='desk_clipping_by_outlet'),
        migrations.AddIndex(
            model_name='incomingclipping',
            index=models.Index(fields=['outlet', '-id'], name='desk_clipping_outlet'),
        ),
    ]
