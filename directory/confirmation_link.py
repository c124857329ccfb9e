"""The key in the weekly mail's link: whose it is, for as long as it holds."""

from datetime import timedelta

from django.core import signing

LINK_HOLDS = timedelta(days=14)
SALT = "directory.confirmation"


def confirmation_token(membership: int) -> str:
    return signing.dumps(membership, salt=SALT)


def confirmation_key(token: str) -> int | None:
    """The membership; None when we didn't write the token, or longer ago than it holds."""
    try:
        return signing.loads(token, salt=SALT, max_age=LINK_HOLDS)
    except signing.BadSignature:
        return None
