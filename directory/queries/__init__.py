"""Reads across models: rows in, plain objects for templates out, never a query in a loop."""
