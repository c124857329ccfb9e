"""The key by which a parent takes an offer back. It holds as long as the offer is kept."""

from uuid import UUID

from django.core import signing

SALT = "meetings.offer"


def offer_token(offer: UUID) -> str:
    return signing.dumps(offer.hex, salt=SALT, compress=False)


def offer_key(token: str) -> UUID | None:
    """The offer; None when we didn't write the token."""
    try:
        return UUID(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None
