"""Files for translators: well-formed as XLIFF 2.0 says, and nothing is lost on the way."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from directory.xliff import (
    Document,
    Problem,
    Segment,
    Unit,
    XliffError,
    language_code,
    language_tag,
    read,
    write,
)

NS = "{urn:oasis:names:tc:xliff:document:2.0}"
MDA = "{urn:oasis:names:tc:xliff:metadata:2.0}"
DIGEST = "a" * 64
TEXTS = [
    "Vauvakahvila",
    "Rivi yksi\nrivi kaksi\n\n  sisennetty",
    "'yksi' \"kaksi\" “kolme” <b>neljä</b> &amp; & ]]>",
    "{name} %s %(count)d {{ x }} ${y}",
    "مقهى الأطفال ‏9.30–11.30‏ (مجاني)",
    "👩‍👧‍👦 👶🏽 🇫🇮",
    "välilyönti lopussa \t",
    "ohjaus\x0bmerkki \x01 \ufffe",
    "a" * 10_000,
]


def document(*units: Unit, target: str = "ar") -> Document:
    return Document(
        source_language="fi", target_language=target, original="jarjesto", units=list(units)
    )


def unit(text: str = "Kahvila", **values) -> Unit:
    base = {"id": "directory_service:1:name", "source_digest": DIGEST, "target_digest": DIGEST}
    return Unit(source=text, **{**base, **values})


def one(data: bytes) -> Unit:
    (found,) = read(data).units
    return found


def xml(body: str, root: str = 'version="2.0" srcLang="fi" trgLang="sv"') -> bytes:
    return f'<xliff xmlns="{NS[1:-1]}" {root}><file id="f">{body}</file></xliff>'.encode()


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_as_it_went_out(text):
    sent = unit(text, target=text[::-1], state=Segment.TRANSLATED)
    came = one(write(document(sent)))
    assert (came.source, came.target) == (text, text[::-1])
    assert (came.id, came.state) == (sent.id, sent.state)
    assert (came.source_digest, came.target_digest) == (DIGEST, DIGEST)


def test_the_file_is_xliff_2_0():
    units = [
        unit(state=state, target="x" if state else None, id=f"directory_service:{state}:name")
        for state in Segment
    ]
    root = ElementTree.fromstring(write(document(*units)))
    assert root.tag == f"{NS}xliff"
    assert root.attrib == {"version": "2.0", "srcLang": "fi", "trgLang": "ar"}
    (file,) = root
    assert file.tag == f"{NS}file" and file.get("id") and file.get("original") == "jarjesto"
    assert [one.tag for one in file] == [f"{NS}unit"] * 4
    assert len({one.get("id") for one in file}) == 4
    states = [one.find(f"{NS}segment").get("state") for one in file]
    assert states == ["initial", "translated", "reviewed", "final"]
    for element in file:
        # Modules come first, then notes, then segments.
        assert [one.tag for one in element] == [f"{MDA}metadata", f"{NS}segment"]
        assert element.find(f"{NS}segment")[0].tag == f"{NS}source"


def test_notes_and_finer_states_have_their_places():
    sent = unit(notes=["Palvelu: Kahvila", "Enintään 150 merkkiä"], sub_state="outdated")
    root = ElementTree.fromstring(write(document(sent)))
    element = root.find(f"{NS}file/{NS}unit")
    assert [one.text for one in element.find(f"{NS}notes")] == list(sent.notes)
    assert element.find(f"{NS}segment").get("subState") == "perhepalvelut:outdated"
    assert element.find(f"{NS}segment/{NS}target") is None


@pytest.mark.parametrize("code, tag", [("fi-selko", "fi-x-selko"), ("zh-hans", "zh-Hans")])
def test_languages_have_tags_that_tools_know(code, tag):
    assert language_tag(code) == tag
    assert language_code(tag) == language_code(tag.upper()) == code
    assert read(write(document(target=tag))).target_language == tag


def test_pieces_that_a_tool_made_are_one_text_again():
    body = (
        '<unit id="a:1:b">'
        '<segment id="s1" state="final"><source>Yksi.</source><target>Ett.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment id="s2" state="translated"><source>Kaksi <mrk id="m">kolme</mrk>.</source>'
        '<target>Två <mrk id="m">tre</mrk><sm id="1"/><em startRef="1"/>.</target></segment>'
        "</unit>"
    )
    found = one(xml(body))
    assert (found.source, found.target) == ("Yksi. Kaksi kolme.", "Ett. Två tre.")
    assert found.state == Segment.TRANSLATED


@pytest.mark.parametrize(
    "inside, problem",
    [
        ("<segment><source>a</source><target>b<ph id='1'/></target></segment>", "inline-code"),
        ("<segment><source>a</source><target><pc id='1'>b</pc></target></segment>", "inline-code"),
        ("<segment state='done'><source>a</source><target>b</target></segment>", "state"),
        (
            "<segment><source>a</source><target>b</target></segment>"
            "<segment><source>c</source></segment>",
            "partly",
        ),
        (
            "<segment><source>a</source><target order='2'>b</target></segment>"
            "<segment><source>c</source><target order='1'>d</target></segment>",
            "order",
        ),
        ("<segment><source>a</source><target><cp hex='0000'/></target></segment>", "character"),
        ("<segment><source>a</source><target><cp hex='D800'/></target></segment>", "character"),
        ("<segment><source>a</source><target><cp hex='x'/></target></segment>", "character"),
    ],
)
def test_what_a_unit_cannot_say_is_told_of_that_unit(inside, problem):
    data = xml(f"<unit id='a:1:b'>{inside}</unit><unit id='a:2:b'/>")
    first, second = read(data).units
    assert first.problem == problem and second.problem is None


def test_a_digest_that_is_none_is_left_out():
    data = write(document(replace(unit(), source_digest="<script>")))
    assert one(data).source_digest == ""


BILLION = b"""<?xml version="1.0"?><!DOCTYPE xliff [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="fi" trgLang="sv">
<file id="f"><unit id="a:1:b"><segment><source>&b;</source></segment></unit></file></xliff>"""
EXTERNAL = (
    b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>"""
)


@pytest.mark.parametrize(
    "data, problem",
    [
        (b"", Problem.NOT_XML),
        (b"PK\x03\x04", Problem.NOT_XML),
        (b"<xliff", Problem.NOT_XML),
        (b"\xff\xfe\x00", Problem.NOT_XML),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', Problem.NOT_XML),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', Problem.NOT_XML),
        (b"<a>&unknown;</a>", Problem.NOT_XML),
        (b"<a>\x00</a>", Problem.NOT_XML),
        (BILLION, Problem.DOCTYPE),
        (EXTERNAL, Problem.DOCTYPE),
        (b'<!DOCTYPE xliff SYSTEM "http://127.0.0.1:1/x.dtd"><xliff/>', Problem.DOCTYPE),
        (b"<html/>", Problem.NOT_XLIFF),
        (
            b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>',
            Problem.VERSION,
        ),
        (xml("", 'version="1.2"'), Problem.VERSION),
        (xml("", ""), Problem.VERSION),
        (b"<a>" * 100_000 + b"</a>" * 100_000, Problem.NOT_XLIFF),
    ],
)
def test_what_is_no_xliff_is_refused_without_being_expanded(data, problem):
    with pytest.raises(XliffError) as raised:
        read(data)
    assert raised.value.problem == problem
