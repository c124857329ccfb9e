"""Compile locale/*/LC_MESSAGES/*.po that are newer than their .mo; no gettext tools needed.

`python -m perhepalvelut.translations`, which first takes what only staff read out of the languages
that only families read: makemessages puts every message into every language.
"""

import os
import re
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

BASE_DIR = Path(__file__).resolve().parent.parent
STAFF_LOCALES = {"fi", "sv"}  # English stands in the source
STAFF_FILES = re.compile(
    r"(directory|meetings)/(models/|admin/|forms/(?!offer|report|share)|actions/|views/staff/"
    r"|xliff/|apps\.py|validators\.py|machine_translation|queries/(agenda|archive|desk|edits|history|lines"
    r"|listing_rows|occurrence|one_offs|picture_gaps|picture_needs|picture_parts|staleness"
    r"|translation|unmet_need|versions))"
    r"|templates/(account|admin|allauth|email|mfa|socialaccount|staff|usersessions)/"
    r"|perhepalvelut/(accounts|admin_site|kept_posts)\.py"
)


def leave_out_staffs(base_dir: Path = BASE_DIR) -> None:
    for source in base_dir.glob("locale/*/LC_MESSAGES/*.po"):
        if source.parts[-3] not in STAFF_LOCALES:
            text = source.read_text(encoding="utf-8")
            kept = "\n\n".join(
                entry for entry in text.strip().split("\n\n") if not is_staffs(entry)
            )
            if kept != text.strip():
                source.write_text(kept + "\n", encoding="utf-8")


def is_staffs(entry: str) -> bool:
    """All the places where the message stands are staff's."""
    places = " ".join(re.findall(r"^#: (.*)$", entry, re.MULTILINE)).split()
    return bool(places) and all(STAFF_FILES.match(place) for place in places)


def compile_translations(base_dir: Path = BASE_DIR) -> list[Path]:
    """The files compiled. Fuzzy messages are left out: they are guesses."""
    sources = sorted(base_dir.glob("locale/*/LC_MESSAGES/*.po"))
    stale = [source for source in sources if _is_newer(source, source.with_suffix(".mo"))]
    for source in stale:
        _compile(source)
    return stale


def _is_newer(source: Path, target: Path) -> bool:
    return not target.exists() or source.stat().st_mtime > target.stat().st_mtime


def _compile(source: Path) -> None:
    with source.open("rb") as file:
        try:
            catalog = read_po(file, abort_invalid=True)
        except PoFileError as error:
            raise ValueError(f"{source}: {error}") from error
    part = source.with_suffix(f".{os.getpid()}.mo")
    with part.open("wb") as file:
        write_mo(file, catalog)
    part.replace(source.with_suffix(".mo"))


def main() -> int:
    try:
        leave_out_staffs()
        compile_translations()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
