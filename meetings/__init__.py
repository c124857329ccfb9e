"""Networks, their meetings, notes and actions; reads the directory, never the reverse."""
