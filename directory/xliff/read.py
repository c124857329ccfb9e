"""Reads what translators' tools give back, and trusts nothing in it.

A file with a document type is refused before anything of it is expanded.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from directory.xliff.document import (
    CORE,
    DIGEST,
    FAMILY,
    METADATA,
    OURS,
    Document,
    Problem,
    Segment,
    Unit,
    XliffError,
    named,
)

VERSIONS = {"2.0", "2.1"}
DEEPEST = 50
STATES = {state.word: state for state in Segment}
LARGEST_CHARACTER = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


def read(data: bytes) -> Document:
    root = parse(data)
    check_version(root)
    return Document(
        source_language=root.get("srcLang", ""),
        target_language=root.get("trgLang", ""),
        units=[read_unit(unit) for unit in root.iter(named(CORE, "unit"))],
    )


def check_version(root: Element) -> None:
    """Each main version has a namespace of its own."""
    namespace, _brace, name = root.tag.lstrip("{").rpartition("}")
    if name != "xliff" or not namespace.startswith(FAMILY):
        raise XliffError(Problem.NOT_XLIFF)
    version = root.get("version", "")
    if namespace != CORE or version not in VERSIONS:
        raise XliffError(Problem.VERSION, found=version or namespace.removeprefix(FAMILY))


def parse(data: bytes) -> Element:
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise XliffError(Problem.NOT_XLIFF)
        builder.start(clark(name), {clark(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(clark(name))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise XliffError(Problem.NOT_XML) from error
    return builder.close()


def clark(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def refuse(*_declared: Any) -> NoReturn:
    raise XliffError(Problem.DOCTYPE)


def read_unit(unit: Element) -> Unit:
    key = unit.get("id", "")
    try:
        return Unit(id=key, **content(unit), **digests(unit))
    except XliffError as error:
        return Unit(id=key, problem=error.problem)


def content(unit: Element) -> dict[str, Any]:
    """A tool may have cut the text into segments, with ignorable pieces between them."""
    pieces = [one for one in unit if one.tag in (named(CORE, "segment"), named(CORE, "ignorable"))]
    segments = [one for one in pieces if one.tag == named(CORE, "segment")]
    return {
        "source": "".join(part(piece, "source") or "" for piece in pieces),
        "target": joined_target(pieces, segments),
        "state": min((state_of(segment) for segment in segments), default=Segment.INITIAL),
    }


def joined_target(pieces: Sequence[Element], segments: Sequence[Element]) -> str | None:
    missing = [part(segment, "target") is None for segment in segments]
    if all(missing):
        return None
    if any(missing):
        raise XliffError(Problem.PARTLY)
    if any(target.get("order") for target in targets(pieces)):
        raise XliffError(Problem.ORDER)
    return "".join(target_part(piece) for piece in pieces)


def targets(pieces: Sequence[Element]) -> Iterator[Element]:
    found = (piece.find(named(CORE, "target")) for piece in pieces)
    return (target for target in found if target is not None)


def target_part(piece: Element) -> str:
    target = part(piece, "target")
    return (part(piece, "source") or "") if target is None else target


def part(piece: Element, name: str) -> str | None:
    found = piece.find(named(CORE, name))
    return None if found is None else text_of(found)


def state_of(segment: Element) -> Segment:
    try:
        return STATES[segment.get("state", "initial")]
    except KeyError as error:
        raise XliffError(Problem.STATE) from error


def text_of(element: Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        pieces += [inline(child), child.tail or ""]
    return "".join(pieces)


def inline(child: Element) -> str:
    """Remarks of tools are left out; codes we never wrote, so that nothing can stand for them."""
    if child.tag == named(CORE, "cp"):
        return character(child.get("hex", ""))
    if child.tag == named(CORE, "mrk"):
        return text_of(child)
    if child.tag in (named(CORE, "sm"), named(CORE, "em")):
        return ""
    raise XliffError(Problem.INLINE_CODE)


def character(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError as error:
        raise XliffError(Problem.CHARACTER) from error
    if not 0 < number <= LARGEST_CHARACTER or number in SURROGATES:
        raise XliffError(Problem.CHARACTER)
    return chr(number)


def digests(unit: Element) -> dict[str, str]:
    found = {"source-digest": "", "target-digest": ""}
    for group in unit.iter(named(METADATA, "metaGroup")):
        if group.get("category") == OURS:
            found |= {one.get("type", ""): one.text or "" for one in group}
    return {
        name.replace("-", "_"): found[name] if DIGEST.fullmatch(found[name]) else ""
        for name in ("source-digest", "target-digest")
    }
