"""What waited or was reported before there was a queue stands in it."""

from django.db import migrations

QUEUED = """
UPDATE comments_comment SET due = 0 WHERE state = 'waiting'
"""
REPORTED = """
UPDATE comments_comment
   SET told = (SELECT count(*) FROM comments_report WHERE comments_report.comment_id = comments_comment.id),
       due = 15 * (SELECT count(*) FROM comments_report WHERE comments_report.comment_id = comments_comment.id)
 WHERE state = 'shown' AND id IN (SELECT comment_id FROM comments_report)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0002_moderation'),
    ]

    operations = [
        migrations.RunSQL(QUEUED, migrations.RunSQL.noop),
        migrations.RunSQL(REPORTED, migrations.RunSQL.noop),
    ]
