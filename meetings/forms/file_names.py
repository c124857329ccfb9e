"""What a file is called when somebody fetches it: its sender's words, without their tricks."""

import re
import unicodedata

LONGEST = 120
LONGEST_IN_BYTES = 200
NOT_IN_NAMES = re.compile(r'[<>:"|?*]+')
SUFFIX = re.compile(r"[A-Za-z0-9]{1,10}")
# Windows takes a file of such a name for a device, whatever its ending.
DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def suffix_of(name: str) -> str:
    """ ".pdf" of "Opas.PDF"; a day at the end is none."""
    stem, point, suffix = name.rpartition(".")
    is_one = stem and SUFFIX.fullmatch(suffix) and not suffix.isdigit()
    return f"{point}{suffix}".lower() if is_one else ""


def safe_name(name: str, suffix: str) -> str:
    """The last part of a path, without marks that are not seen or that turn the text around."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(one for one in unicodedata.normalize("NFC", last) if is_seen(one))
    stem = seen[: -len(suffix_of(seen))] if suffix_of(seen) else seen
    plain = " ".join(NOT_IN_NAMES.sub(" ", stem).split()).strip(". ") or "material"
    harmless = f"_{plain}" if DEVICE.match(plain) else plain
    return shortened(harmless, suffix) + suffix


def is_seen(character: str) -> bool:
    return unicodedata.category(character) not in UNSEEN


def shortened(stem: str, suffix: str) -> str:
    room = LONGEST_IN_BYTES - len(suffix)
    cut = stem[: LONGEST - len(suffix)].encode()[:room]
    return cut.decode(errors="ignore").strip(". ")
