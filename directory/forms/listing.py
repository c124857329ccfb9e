"""What an editor may say of a service, a place and the own organisation."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.utils.text import slugify
from django.utils.translation import gettext as _

from directory.models import Place, Service
from directory.permissions import organisations_of

LONGEST_SLUG = 80


class ServiceForm(forms.ModelForm):
    user: AbstractBaseUser

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        owner = cleaned.get("owner") or (self.instance.pk and self.instance.owner)
        if owner and "organisers" in cleaned and not self._stays_own(owner, cleaned["organisers"]):
            message = _("Keep your own organisation among those who organise it.")
            self.add_error("organisers", message)
        return cleaned

    def _stays_own(self, owner: Any, organisers: Any) -> bool:
        keys = [owner.pk, *(one.pk for one in organisers)]
        own = organisations_of(self.user).filter(organisation__in=keys)
        return self.user.is_superuser or own.exists()


class PlaceForm(forms.ModelForm):
    user: AbstractBaseUser

    def clean(self) -> dict[str, Any]:
        """Who coordinates another's house can't let go of it by chance."""
        cleaned = super().clean() or self.cleaned_data
        owner = cleaned.get("owner") or (self.instance.pk and self.instance.owner)
        if not owner or "coordinator" not in cleaned or self.user.is_superuser:
            return cleaned
        keys = [one.pk for one in (owner, cleaned["coordinator"]) if one]
        if not organisations_of(self.user).filter(organisation__in=keys).exists():
            self.add_error("coordinator", _("Keep your own organisation as the coordinator."))
        return cleaned


def free_slug(model: type[Service] | type[Place], name: str) -> str:
    """From the name, with a number when another has it already.

    Whoever asks at the same time waits until the transaction of the first has ended.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{model.__name__} slug"])
    wanted = slugify(name)[: LONGEST_SLUG - 5].strip("-") or model._meta.model_name
    taken = set(
        model._default_manager.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
