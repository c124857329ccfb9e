"""The key in an invitation's link: whose answer it takes. It holds until the invitation is deleted,
some weeks after the meeting."""

from django.core import signing

SALT = "meetings.answer"


def answer_token(invitation: int) -> str:
    return signing.dumps(invitation, salt=SALT)


def answer_key(token: str) -> int | None:
    """The invitation; None when we didn't write the token."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
