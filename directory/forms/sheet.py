"""An organisation's own services as a sheet: a row a service, and what a file of them must be."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader
from tablib import Dataset

from directory.enums import State
from directory.forms.sheet_file import file_rows, harmless
from directory.models import Category, Organisation, Service
from directory.permissions import editable_by, organisations_of

MOST_ROWS = 300
WRITTEN = ("fi", "sv", "en")
TEXTS = ("name", "summary", "description", "access_note", "fee_note")
KEY = "slug"


class KnownSlugs(widgets.ManyToManyWidget):
    """An unknown word is an error, not something to leave out in silence."""

    @cached_property
    def known(self) -> dict[str, Any]:
        return {row.slug: row for row in self.model.objects.all()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        asked = str(value or "").split()
        if unknown := [one for one in asked if one not in self.known]:
            raise ValueError(_("Not known: %(words)s.") % {"words": ", ".join(unknown)})
        return [self.known[one] for one in asked]


class OwnerWidget(widgets.ForeignKeyWidget):
    @cached_property
    def known(self) -> dict[str, Any]:
        return {row.slug: row for row in self.model.objects.all()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value and str(value) not in self.known:
            raise ValueError(_("There is no such organisation."))
        return self.known[str(value)] if value else None


class KnownCodes(widgets.SimpleArrayWidget):
    """Of the languages that the site speaks; spaces after the commas are no part of them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        asked = [one.strip() for one in super().clean(str(value or "")) if one.strip()]
        known = dict(settings.LANGUAGES)
        if unknown := [one for one in asked if one not in known or one == "fi-selko"]:
            raise ValueError(_("Not known: %(words)s.") % {"words": ", ".join(unknown)})
        return asked


class YesOrNo(widgets.BooleanWidget):
    """What is neither must not be read as a no."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        word = str("" if value is None else value).strip().lower()
        if word not in ("", "0", "1", "false", "true"):
            raise ValueError(_("Write 1 for yes and 0 for no."))
        return word in ("1", "true")


class Changes:
    """What a row would write: (column, before, after)."""

    def __init__(self, resource: "ServiceSheet", instance: Service, new: bool) -> None:
        self.resource, self.before = resource, resource.before

    def compare_with(self, resource: "ServiceSheet", instance: Service) -> None:
        self.after = resource.read(instance)

    def as_html(self) -> list[tuple[str, str, str]]:
        values = zip(self.resource.columns, self.before, self.after, strict=True)
        return [(name, old, new) for name, old, new in values if old != new]


class ServiceSheet(resources.ModelResource):
    """Reads and writes only what the user may edit; whose a service is stays as it is.

    What all rows need is looked up once, before the first; the constraints of a row are the
    database's to check, in one go with writing it.
    """

    owner = fields.Field("owner", "owner", OwnerWidget(Organisation, "slug"))
    categories = fields.Field(
        "categories", "categories", KnownSlugs(Category, separator=" ", field="slug")
    )
    languages = fields.Field("languages", "languages", KnownCodes())
    expecting = fields.Field("expecting", "expecting", YesOrNo())
    is_free = fields.Field("is_free", "is_free", YesOrNo())
    childcare = fields.Field("childcare", "childcare", YesOrNo())

    class Meta:
        model = Service
        import_id_fields = [KEY]
        fields = [
            KEY, "owner", *(f"{name}_{code}" for name in TEXTS for code in WRITTEN), "categories",
            "age_from", "age_to", "expecting", "languages", "delivery", "access",
            "registration_url", "registration_from", "registration_until", "is_free", "price",
            "food", "childcare", "capacity", "link", "accessibility",
        ]  # fmt: skip
        import_order = export_order = fields
        instance_loader_class = CachedInstanceLoader
        use_transactions = True

    def __init__(self, user: AbstractBaseUser) -> None:
        super().__init__()
        self.user = user

    @property
    def columns(self) -> list[str]:
        return [field.column_name for field in self.get_import_fields()]

    def read(self, service: Service) -> list[str]:
        return [str(field.export(service) or "") for field in self.get_import_fields()]

    def get_diff_class(self) -> type:
        return Changes

    def get_queryset(self) -> QuerySet:
        """Archived ones stay where they are."""
        rows = Service.objects.exclude(state=State.ARCHIVED).order_by("slug")
        related = rows.select_related("owner").prefetch_related("categories", "organisers")
        return editable_by(self.user, related)

    def export_resource(self, instance: Service, *args: Any, **kwargs: Any) -> list[Any]:
        return [harmless(value) for value in super().export_resource(instance, *args, **kwargs)]

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        slugs = [str(slug) for slug in dataset[KEY]]
        if kwargs.get("is_final"):
            own = editable_by(self.user, QuerySet(Service).filter(slug__in=slugs))
            list(own.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        taken = QuerySet(Service).filter(slug__in=slugs)
        self.owners = dict(taken.values_list("pk", "owner"))
        self.taken = dict(taken.values_list("slug", "pk"))
        archived = editable_by(self.user, taken.filter(state=State.ARCHIVED))
        self.archived = set(archived.values_list("slug", flat=True))
        self.own = set(organisations_of(self.user).values_list("organisation", flat=True))
        self.twice = {slug for slug, count in Counter(slugs).items() if count > 1}

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        self.wrong = {}
        present = [field for field in self.get_import_fields() if field.column_name in row]
        for field in present:
            try:
                field.clean(row)
            except (ValueError, ArithmeticError) as error:
                self.wrong[field.column_name] = [self.told(field, error)]
                row[field.column_name] = ""

    def after_init_instance(self, instance: Service, new: bool, row: Any, **kwargs: Any) -> None:
        self.before = [""] * len(self.columns) if new else self.read(instance)

    def told(self, field: fields.Field, error: Exception) -> str:
        is_ours = isinstance(field.widget, KnownSlugs | OwnerWidget | KnownCodes | YesOrNo)
        return str(error) if is_ours else _("This value can't be read.")

    def skip_row(self, instance: Service, original: Service, row: Any, errors: Any = None) -> bool:
        """Nothing to write, and nothing to say of it."""
        if self.wrong or errors or instance.pk is None or instance.slug in self.twice:
            return False
        return self.read(instance) == self.before and self.keeps_categories(row)

    def keeps_categories(self, row: dict[str, Any]) -> bool:
        before = self.before[self.columns.index("categories")]
        wanted = row.get("categories", before)
        return sorted(str(wanted or "").split()) == sorted(before.split())

    def validate_instance(self, instance: Service, errors: Any = None, *args: Any) -> None:
        errors = dict(errors or {}) | self.wrong | self.refusals(instance)
        known = {"owner"} if instance.owner_id else set()
        try:
            instance.full_clean(
                exclude={*errors, *known}, validate_unique=False, validate_constraints=False
            )
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def refusals(self, instance: Service) -> dict[str, list[str]]:
        told = {"owner": self.owner_refusal(instance), KEY: self.slug_refusal(instance)}
        return {name: [text] for name, text in told.items() if text}

    def slug_refusal(self, instance: Service) -> str:
        if instance.slug in self.twice:
            return _("This address is on more than one row.")
        if self.taken.get(instance.slug, instance.pk) == instance.pk:
            return ""
        if instance.slug in self.archived:
            return _("A service in your archive has this address. Restore it, or write another.")
        return _("Another organisation's service has this address.")

    def owner_refusal(self, instance: Service) -> str:
        if instance.owner_id is None or self.user.is_superuser:
            return ""
        if instance.pk is not None:
            is_kept = self.owners.get(instance.pk) == instance.owner_id
            return "" if is_kept else _("Only a site administrator changes the owner.")
        return "" if instance.owner_id in self.own else _("You are not in this organisation.")

    def save_instance(self, instance: Service, is_create: bool, row: Any, **kwargs: Any) -> None:
        self.is_new = is_create
        try:
            with transaction.atomic():
                super().save_instance(instance, is_create, row, **kwargs)
        except IntegrityError as error:
            raise ValidationError(violation(error)) from error

    def save_m2m(self, instance: Service, row: Any, **kwargs: Any) -> None:
        if not self.keeps_categories(row):
            super().save_m2m(instance, row, **kwargs)
        if self.is_new or not instance.organisers.all():
            instance.organisers.add(instance.owner)


def violation(error: IntegrityError) -> str:
    """In the words of the constraint that the row is against."""
    name = error.__cause__.diag.constraint_name
    told = {one.name: one.get_violation_error_message() for one in Service._meta.constraints}
    return str(told.get(name) or _("This row can't be read."))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows that have something in them, and the number of each in its file."""

    dataset: Dataset
    numbers: list[int]


def read_sheet(name: str, content: bytes) -> Sheet:
    """Rows of a CSV or XLSX file; ValidationError says what is wrong with it."""
    rows = iter(file_rows(name, content, MOST_ROWS + 2))
    header = header_of(next(rows, (1, []))[1])
    sheet = Sheet(Dataset(headers=header), [])
    for number, row in rows:
        sheet.dataset.append(fitting(row, len(header), number))
        sheet.numbers.append(number)
    if len(sheet.numbers) > MOST_ROWS:
        raise ValidationError(_("At most %(count)d rows at a time.") % {"count": MOST_ROWS})
    return sheet


def fitting(row: list[Any], width: int, number: int) -> list[Any]:
    """A separator inside a text without quotation marks would move all that follows it."""
    if any(cell != "" for cell in row[width:]):
        message = _("Row %(number)d has more cells than there are columns. Put texts that have "
                    "a comma or a semicolon in quotation marks.")  # fmt: skip
        raise ValidationError(message % {"number": number})
    return [*row, *[""] * width][:width]


def header_of(row: list[Any]) -> list[str]:
    header = [str(cell).strip() for cell in row]
    while header and not header[-1]:
        header.pop()  # a workbook is as wide as we read it
    known = ServiceSheet._meta.fields
    if KEY not in header:
        raise ValidationError(_("The first row must name the columns, “slug” among them."))
    unknown = [name for name in header if name not in known]
    if unknown:
        names = ", ".join(name or "–" for name in unknown[:10])
        raise ValidationError(_("Columns that are not known: %(names)s.") % {"names": names})
    if len(set(header)) != len(header):
        raise ValidationError(_("A column is there twice."))
    return header
