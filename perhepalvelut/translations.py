"""Compile locale/*/LC_MESSAGES/*.po that are newer than their .mo; no gettext tools needed.

`python -m perhepalvelut.translations`
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

BASE_DIR = Path(__file__).resolve().parent.parent


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
    part = source.with_suffix(".mo.part")
    with part.open("wb") as file:
        write_mo(file, catalog)
    part.replace(source.with_suffix(".mo"))


def main() -> int:
    try:
        compile_translations()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
