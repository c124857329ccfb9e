"""The superuser's view of every row; each noun has its module."""

from directory.admin import listings, programme, taxonomy

__all__ = ["listings", "programme", "taxonomy"]
