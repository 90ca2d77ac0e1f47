"""The one Django app: settings, models, migrations, readers, actions, jobs, audit. Every door comes through here."""
