"""A body of any size, to any address: refused by its length, kept neither in memory nor on disk."""

import pytest
from django.http import HttpResponse, UnreadablePostError
from django.test import Client, RequestFactory

from perhepalvelut import large_posts
from tests.factories import make_user

pytestmark = pytest.mark.django_db

MB = 1_000_000
FILE = "multipart/form-data; boundary=x"
TEXT = "application/x-www-form-urlencoded"


class Endless:
    """A body that counts how much of it is read, and has no fields."""

    def __init__(self) -> None:
        self.total = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= MB, "All of it into memory"
        self.total += size
        return b"x" * size

    readline = read


def sent(path: str, *, length: str, kind: str = FILE, method: str = "POST", client=None):
    body = Endless()
    response = (client or Client()).generic(
        method,
        path,
        CONTENT_TYPE=kind,
        CONTENT_LENGTH=length,
        HTTP_ACCEPT_LANGUAGE="en",
        **{"wsgi.input": body},
    )
    assert body.total <= large_posts.MOST_READ
    return response


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/en/report/",
        "/en/networks/kemi/help/",
        "/en/no-such-page/",
        "/staff/",
        "/staff/account/login/",
        "/staff/admin/login/",
        "/staff/no-such-page/",
    ],
)
def test_two_hundred_megabytes_are_refused_everywhere(path):
    for kind in (FILE, TEXT, "application/json"):
        response = sent(path, length=str(200 * MB), kind=kind)
        assert response.status_code == 413
        is_staff = path.startswith("/staff/")
        assert ("Nothing was saved" in response.content.decode()) == is_staff


def test_the_signed_in_and_other_methods_are_refused_too():
    client = Client()
    client.force_login(make_user("demo", is_superuser=True))
    assert sent("/staff/", length=str(200 * MB), client=client).status_code == 413
    for method in ("GET", "PUT", "DELETE"):
        assert sent("/en/", length=str(200 * MB), method=method).status_code == 413


def test_a_file_is_not_called_a_text():
    page = sent("/staff/account/login/", length=str(13 * MB)).content.decode()
    assert "The file is too large" in page
    assert "choose a smaller file" in page
    page = sent("/staff/account/login/", length=str(13 * MB), kind=TEXT).content.decode()
    assert "The text is too long" in page


@pytest.mark.parametrize("length", ["", "-1", "x", "9" * 5000])
def test_a_length_that_is_none_brings_no_body(length):
    assert sent("/en/", length=length, method="GET").status_code == 200


class Gone:
    def read(self, size: int = -1) -> bytes:
        raise OSError("gone")

    readline = read


@pytest.mark.parametrize("seconds", [0, 30])
def test_the_slow_and_the_gone_are_not_waited_for(monkeypatch, seconds):
    monkeypatch.setattr(large_posts, "MOST_SECONDS", seconds)
    body = Endless() if seconds == 0 else Gone()
    told = {"wsgi.input": body, "CONTENT_LENGTH": str(200 * MB), "CONTENT_TYPE": FILE}
    request = RequestFactory().generic("POST", "/en/", **told)
    answer = large_posts.large_posts(lambda _request: HttpResponse())
    assert answer(request).status_code == 413
    assert getattr(body, "total", 0) == 0
    if seconds:
        with pytest.raises(UnreadablePostError):
            request.read(1)
