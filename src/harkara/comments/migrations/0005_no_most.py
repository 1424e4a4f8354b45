from django.db import migrations


class Migration(migrations.Migration):
    """The list of what most was ever said about was read by nobody: what is talked about lately is (``talked``)."""

    dependencies = [
        ('comments', '0004_talked'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='talk',
            name='comments_most',
        ),
    ]
