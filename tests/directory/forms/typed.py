"""The forms as staff fill them in, and what comes back."""

from datetime import date

TODAY = date(2026, 11, 25)


def again(form, **changes):
    """What the browser sends when the page that came back is saved as it is."""
    data = form.data.copy()
    for name, value in changes.items():
        data[name] = value
    arguments = {"places": form.places} if hasattr(form, "places") else {"instance": fresh(form)}
    return type(form)(data, **arguments)


def fresh(form):
    return type(form.instance).objects.filter(pk=form.instance.pk).first()


def shown(form):
    assert not form.is_valid()
    assert form.read_back is not None, form.errors
    return form.read_back


def errors(form):
    assert not form.is_valid()
    assert form.read_back is None
    return dict(form.errors)
