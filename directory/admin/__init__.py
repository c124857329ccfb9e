"""The listings, a page a noun; `scoping` keeps each user to what is theirs."""

from directory.admin import breaks, listings, programme, taxonomy

__all__ = ["breaks", "listings", "programme", "taxonomy"]
