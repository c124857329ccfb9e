from django.db import migrations

# The table of Django's database cache: what all server processes hold in common for a while. Counts
# of attempts, which name visitors' addresses, and uploaded files until they are loaded; `tidy`
# deletes what has expired. Not logged: after a crash somebody chooses a file again.
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
