"""How a listing's form is opened, filled in and sent, and what its page says."""

import re
from itertools import count

from directory.models import Service
from directory.queries.translation_states import Texts
from directory.views.staff import listings as views

INPUT = re.compile(r"<input[^>]*>|<textarea[^>]*>.*?</textarea>|<select.*?</select>", re.DOTALL)


def path_of(row) -> str:
    return f"/staff/{row._meta.model_name}s/{row.slug}/edit/"


def field_values(response) -> dict:
    """What a browser would send back of the page's form."""
    form, contacts = response.context["form"], response.context["contacts"]
    fields = [*form, *contacts.management_form, *(field for one in contacts for field in one)]
    data = {}
    for field in fields:
        value = field.value()
        if value is None or value is False:
            continue
        data[field.html_name] = "on" if value is True else field.field.prepare_value(value)
    return data


def opened(client, row) -> dict:
    response = client.get(path_of(row))
    assert response.status_code == 200
    return field_values(response)


def now(row):
    return type(row).objects.get(pk=row.pk)


def save_theirs(cast, theirs, **values):
    assert cast.kaisa.post(path_of(cast.cafe), theirs | values).status_code == 302


def sent_again(response, **choices) -> dict:
    return field_values(response) | {f"choose-{name}": one for name, one in choices.items()}


def change_in_between(monkeypatch, name, row, call=1, **values):
    """Somebody else writes just after the page has called this for the nth time."""
    real, calls = getattr(views, name), count(1)

    def called(*args, **kwargs):
        found = real(*args, **kwargs)
        if next(calls) == call:
            Service.objects.filter(pk=row.pk).update(**values)
        return found

    monkeypatch.setattr(views, name, called)


def saved_page(client, row, **values) -> str:
    data = opened(client, row) | values
    return client.post(path_of(row), data, follow=True).content.decode()


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def outdated(row) -> int:
    rows = {type(row): type(row).objects.filter(pk=row.pk)}
    return Texts(rows, ["sv", "en", "so"], ["outdated"]).count()
