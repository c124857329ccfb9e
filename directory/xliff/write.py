import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from directory.xliff.document import CORE, METADATA, OURS, XML, Document, Unit, named

# What XML 1.0 cannot hold goes as <cp hex="…"/>.
UNWRITABLE = re.compile("([^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff])")

ElementTree.register_namespace("", CORE)
ElementTree.register_namespace("mda", METADATA)


def write(document: Document) -> bytes:
    root = Element(
        named(CORE, "xliff"),
        {
            "version": "2.0",
            "srcLang": document.source_language,
            "trgLang": document.target_language,
        },
    )
    # Texts are given back whole, as they went out.
    told = {"id": "texts", "canResegment": "no", named(XML, "space"): "preserve"}
    if document.original:
        told["original"] = document.original
    file = SubElement(root, named(CORE, "file"), told)
    for unit in document.units:
        add_unit(file, unit)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def add_unit(file: Element, unit: Unit) -> None:
    element = SubElement(file, named(CORE, "unit"), {"id": unit.id})
    add_metadata(element, unit)
    if unit.notes:
        notes = SubElement(element, named(CORE, "notes"))
        for note in unit.notes:
            add_text(SubElement(notes, named(CORE, "note")), note)
    told = {"state": unit.state.word}
    if unit.sub_state:
        told["subState"] = f"{OURS}:{unit.sub_state}"
    segment = SubElement(element, named(CORE, "segment"), told)
    add_text(SubElement(segment, named(CORE, "source")), unit.source)
    if unit.target:
        add_text(SubElement(segment, named(CORE, "target")), unit.target)


def add_metadata(element: Element, unit: Unit) -> None:
    metadata = SubElement(element, named(METADATA, "metadata"))
    group = SubElement(metadata, named(METADATA, "metaGroup"), {"category": OURS})
    for kind, value in (("source", unit.source_digest), ("target", unit.target_digest)):
        SubElement(group, named(METADATA, "meta"), {"type": f"{kind}-digest"}).text = value


def add_text(element: Element, text: str) -> None:
    first, *rest = UNWRITABLE.split(text)
    element.text = first
    for character, following in zip(rest[::2], rest[1::2], strict=True):
        code = SubElement(element, named(CORE, "cp"), {"hex": f"{ord(character):04X}"})
        code.tail = following
