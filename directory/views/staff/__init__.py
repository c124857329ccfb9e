"""The staff's desk: every view asks `directory.permissions` whose row it is."""
