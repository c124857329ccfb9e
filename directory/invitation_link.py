"""The key in an invitation's link. How long it holds is asked of the invitation."""

from django.core import signing

SALT = "directory.invitation"


def invitation_token(invitation: int) -> str:
    return signing.dumps(invitation, salt=SALT)


def invitation_key(token: str) -> int | None:
    """None when we didn't write it."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
