import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        ('partnerships', '0001_initial'),
        ('portfolio', '0002_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChangeSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('by_user_id', models.BigIntegerField(null=True)),
                ('by_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='ChangeSetItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.PositiveIntegerField()),
                ('after', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('by_user_id', models.BigIntegerField(null=True)),
                ('by_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField(null=True)),
                ('by_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('via', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='UnfinishedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.JSONField(default=dict)),
                ('last_saved', models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='activity',
            name='activity_by_title',
        ),
        migrations.RemoveIndex(
            model_name='activity',
            name='activity_by_start',
        ),
        migrations.RemoveIndex(
            model_name='activity',
            name='activity_by_kind',
        ),
        migrations.AddField(
            model_name='activity',
            name='changed_at',
            field=models.DateTimeField(default=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='activity',
            name='changed_by',
            field=models.CharField(default='', max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='activity',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='portfolio.activity'),
        ),
        migrations.AddField(
            model_name='activity',
            name='standing',
            field=models.CharField(default='registered', max_length=20),
        ),
        migrations.AddField(
            model_name='activity',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['partnership', 'standing', 'title_key', 'id'], name='activity_by_title'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['partnership', 'standing', 'start_key', 'id'], name='activity_by_start'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['partnership', 'standing', 'kind', 'id'], name='activity_by_kind'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='activity_merged_into'),
        ),
        # What is there already was last changed when it was registered.
        migrations.RunSQL(
            "UPDATE portfolio_activity SET changed_at = registered_at, changed_by = registered_by",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('standing', 'merged')), models.Q(models.Q(('standing', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='merged_into_something'),
        ),
        migrations.AddField(
            model_name='changeset',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership'),
        ),
        migrations.AddField(
            model_name='changesetitem',
            name='activity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portfolio.activity'),
        ),
        migrations.AddField(
            model_name='changesetitem',
            name='change_set',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='portfolio.changeset'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='activity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='portfolio.activity'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='registration',
            name='activity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='portfolio.activity'),
        ),
        migrations.AddField(
            model_name='registration',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='revision',
            name='activity',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='portfolio.activity'),
        ),
        migrations.AddField(
            model_name='unfinishedform',
            name='activity',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portfolio.activity'),
        ),
        migrations.AddField(
            model_name='unfinishedform',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership'),
        ),
        migrations.AddField(
            model_name='unfinishedform',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='changeset',
            index=models.Index(fields=['partnership', '-at'], name='change_set_latest'),
        ),
        migrations.AddConstraint(
            model_name='changesetitem',
            constraint=models.UniqueConstraint(fields=('change_set', 'activity'), name='change_set_item_once'),
        ),
        migrations.AddIndex(
            model_name='confirmation',
            index=models.Index(fields=['activity', 'year'], name='confirmation_of_year'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['user_id'], name='registration_by_user'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('activity', 'number'), name='revision_number'),
        ),
        migrations.AddIndex(
            model_name='unfinishedform',
            index=models.Index(fields=['user', 'partnership', '-last_saved'], name='unfinished_of_user'),
        ),
    ]
