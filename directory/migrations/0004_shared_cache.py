from django.db import migrations

# The table of Django's database cache, which holds the limits of sign-in attempts in common for all
# server processes. Not logged: losing it in a crash costs nothing but the counts of a few minutes.
CREATE = """
CREATE UNLOGGED TABLE shared_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_staff")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE shared_cache")]
