"""The superuser's view of every row; each noun has its module."""

from directory.admin import breaks, listings, programme, taxonomy

__all__ = ["breaks", "listings", "programme", "taxonomy"]
