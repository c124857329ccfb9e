"""What Pillow does with pictures that are damaged, or greyer than eight bits."""

import struct

from PIL import Image

# All that Pillow raises over a picture that is broken somewhere inside.
BROKEN = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, SyntaxError, TypeError,
    ValueError, struct.error, Image.DecompressionBombError,
)  # fmt: skip


def in_eight_bits(image: Image.Image) -> Image.Image:
    """Scans in sixteen bits of grey: Pillow cuts off what is over 255, and so makes them white."""
    if image.mode.startswith("I;16"):
        return image.point(lambda grey: grey / 257).convert("L")
    return image
