"""Who gets in where: every address of the networks, as each of thirteen people.

The tables say who may; all others are refused, write nothing and are told no secret word. A new
address without a line in the tables fails.
"""

import pytest
from django.urls import reverse

from meetings import staff_urls, urls
from meetings.models import Material
from tests.meetings.rights.addresses import (
    EVERYBODY,
    FOR_ANYONE,
    PUBLIC,
    STAFF,
    TOLD_ON,
    ours,
    questions,
    staff_path,
)
from tests.meetings.rights.people import (
    COORDINATORS,
    KNOWN_BY,
    MEMBERS,
    PEOPLE,
    SITE,
    STRANGERS,
    counted,
    secret,
)
from tests.meetings.rights.sent import sent

pytestmark = pytest.mark.django_db
# Where somebody writes beside the network that the address is of.
MORE = {"network_add": ("new",)}
# Some who also post where nobody can.
READERS = {"stranger", "member", "editor"}
# Who differ from another of the people only where not everybody may go.
TWINS = {"deactivated", "removed", "outsider_manager", "manager"}
# Of each way to fetch a network, whose answer must not tell that it is there.
UNKNOWN = ("network_desk", "network_shared_picture", "picture_gap")


def test_every_address_has_a_line_in_the_tables():
    public = {name for name, *_rest in PUBLIC} - {"material_file"}
    assert sorted(one.name for one in staff_urls.urlpatterns) == sorted(STAFF)
    assert {one.name for one in urls.urlpatterns} == public


def test_desk(visit):
    for name, (_row, reads, writes) in STAFF.items():
        path = staff_path(visit.cast, name)
        if reads is not None:
            answer = visit.get(path, visit.person in reads)
            if visit.person in STRANGERS - reads:
                assert visit.wants_sign_in(answer), path
        if writes is None or visit.person not in writes:
            if writes is not None or visit.person in READERS:
                visit.post(path, False if writes else None, sent(visit.cast, name, path))
            continue
        data, may_write = sent(visit.cast, name, path), ours(visit.cast, *MORE.get(name, ()))
        answer = visit.post(path, True, data, may_write)
        if not answer.written:
            visit.problem("POST", path, f"nothing was done, status={answer.status_code}", data)


def test_pages_for_families(visit):
    for name, whose, parts, reads, writes in PUBLIC:
        if visit.person in TWINS and reads is EVERYBODY:
            continue
        path = reverse(name, kwargs=parts(getattr(visit.cast, whose)))
        visit.get(path, visit.person in reads)
        data = sent(visit.cast, name, path)
        if writes:
            answer = visit.post(path, True, data, ours(visit.cast, "meetings_offer"))
            assert answer.status_code == 302 and answer.written, (path, answer.status_code)
        elif writes is not None or visit.person in READERS:
            visit.post(path, None if writes is None else False, data)


def test_feeds_tell_everybody_the_same(cast):
    for name in FOR_ANYONE:
        path = reverse(name, kwargs={"slug": cast.first.network.slug})
        bodies = {cast.clients[person].get(path).content for person in PEOPLE}
        assert len(bodies) == 1, name
        counted["checks"] += len(PEOPLE)


@pytest.mark.parametrize("word", KNOWN_BY)
def test_who_may_know_is_told(cast, word):
    """Else the walks would look for words that no page ever says."""
    name, whose, parts = TOLD_ON[word]
    path = reverse(name, kwargs=parts(getattr(cast, whose)))
    for person in KNOWN_BY[word]:
        assert secret(word) in cast.clients[person].get(path).content.decode(), (person, path)
        counted["checks"] += 1


def test_addresses_with_a_part_of_another_network(keyed):
    """In the place of each part by itself: the other network, its meeting, or a row of it."""
    cast = keyed.cast
    for name, (row, reads, _writes) in STAFF.items():
        if keyed.person not in {*COORDINATORS, "other", *(reads or ())}:
            continue
        own, theirs = row(cast.first), row(cast.other)
        data = sent(cast, name, staff_path(cast, name))
        for part in (part for part in own if own[part] != theirs[part]):
            path = staff_path(cast, name, **{part: theirs[part]})
            is_theirs = len(own) == 1 and keyed.person == "other"
            if reads is not None and not is_theirs:
                keyed.get(path, False)
            may_write = {str(cast.other.network.pk), "files"} if is_theirs else ()
            keyed.post(path, None, data, may_write)


def test_public_addresses_with_a_part_of_another_network(keyed):
    for name in ("meeting_detail", "meeting_notes"):
        for meeting in ("coming", "open_notes", "members_notes", "planned"):
            cast = keyed.cast
            for one, two in ((cast.first, cast.other), (cast.other, cast.first)):
                parts = [one.network.slug, getattr(two, meeting).slug]
                keyed.get(reverse(name, args=parts), False)


def test_networks_that_one_may_not_know_of_are_as_if_they_were_not(visit):
    """Nor does the answer tell that there is one."""
    for rows, known in ((visit.cast.draft, MEMBERS), (visit.cast.hidden, SITE)):
        for name in () if visit.person in known else UNKNOWN:
            paths = [reverse(name, args=[slug]) for slug in (rows.network.slug, "ei-ole")]
            ask = visit.get if STAFF[name][1] else visit.post
            codes = [ask(path, None).status_code for path in paths]
            if codes[0] != codes[1]:
                visit.problem("GET", paths[0], f"{codes} tell that it is there")


def test_what_the_address_asks(asking):
    for name, parts, query in questions(asking.cast):
        path = f"{reverse(name, kwargs=parts)}?{query}"
        reads = STAFF[name][1] if name in STAFF else None
        is_out = reads is not None and asking.person not in reads
        response = asking.get(path, False if is_out else None)
        if f"={asking.cast.other.planned.slug}" in query and response.status_code == 200:
            asking.problem("GET", path, "takes another network's meeting")


def test_materials_by_guessed_numbers(asking):
    for material in Material.objects.all():
        is_kept = any(word in material.title_fi for word in asking.kept_from)
        path = reverse("material_file", args=[material.pk])
        asking.get(path, bool(material.file) and not is_kept)
    asking.get(reverse("material_file", args=[10**9]), False)
