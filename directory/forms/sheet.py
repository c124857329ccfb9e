"""An organisation's own services as a sheet: a row a service, and what a file of them must be."""

import csv
import zipfile
from collections.abc import Iterable
from io import BytesIO, StringIO
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from openpyxl import load_workbook
from tablib import Dataset

from directory.enums import State
from directory.models import Category, Organisation, Service
from directory.permissions import editable_by, organisations_of

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 100
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WRITTEN = ("fi", "sv", "en")
TEXTS = ("name", "summary", "description", "access_note", "fee_note")
KEY = "slug"


class KnownSlugs(widgets.ManyToManyWidget):
    """An unknown word is an error, not something to leave out in silence."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        asked = str(value or "").split()
        found = self.model.objects.filter(slug__in=asked)
        known = set(found.values_list("slug", flat=True))
        if unknown := [one for one in asked if one not in known]:
            raise ValueError(_("Not known: %(words)s.") % {"words": ", ".join(unknown)})
        return found


class OwnerWidget(widgets.ForeignKeyWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist as error:
            raise ValueError(_("There is no such organisation.")) from error


class Changes:
    """What a row would write: (column, before, after)."""

    def __init__(self, resource: "ServiceSheet", instance: Service, new: bool) -> None:
        self.resource, self.new = resource, new
        self.before = [""] * len(resource.columns) if new else resource.read(instance)

    def compare_with(self, resource: "ServiceSheet", instance: Service) -> None:
        self.after = resource.read(instance)

    def as_html(self) -> list[tuple[str, str, str]]:
        values = zip(self.resource.columns, self.before, self.after, strict=True)
        return [(name, old, new) for name, old, new in values if old != new]


class ServiceSheet(resources.ModelResource):
    """Reads and writes only what the user may edit; whose a service is stays as it is."""

    owner = fields.Field("owner", "owner", OwnerWidget(Organisation, "slug"))
    categories = fields.Field(
        "categories", "categories", KnownSlugs(Category, separator=" ", field="slug")
    )

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
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = False

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
        return editable_by(self.user, rows)

    def export_resource(self, instance: Service, *args: Any, **kwargs: Any) -> list[Any]:
        return [harmless(value) for value in super().export_resource(instance, *args, **kwargs)]

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for name, value in row.items():
            row[name] = as_typed(value)
        self.wrong = {}
        present = [field for field in self.get_import_fields() if field.column_name in row]
        for field in present:
            try:
                field.clean(row)
            except (ValueError, ArithmeticError) as error:
                self.wrong[field.column_name] = [self.told(field, error)]
                row[field.column_name] = ""

    def told(self, field: fields.Field, error: Exception) -> str:
        is_ours = isinstance(field.widget, KnownSlugs | OwnerWidget)
        return str(error) if is_ours else _("This value can't be read.")

    def validate_instance(self, instance: Service, errors: Any = None, *args: Any) -> None:
        errors = dict(errors or {}) | self.wrong
        if message := self.refusal(instance):
            errors["owner"] = [message]
        if Service.objects.exclude(pk=instance.pk).filter(slug=instance.slug).exists():
            errors[KEY] = [_("Another organisation's service has this address.")]
        super().validate_instance(instance, errors, *args)

    def refusal(self, instance: Service) -> str:
        if instance.owner_id is None or self.user.is_superuser:
            return ""
        before = Service.objects.filter(pk=instance.pk).values_list("owner", flat=True).first()
        if before is not None:
            is_kept = before == instance.owner_id
            return "" if is_kept else _("Only a site administrator changes the owner.")
        own = organisations_of(self.user).filter(organisation=instance.owner_id)
        return "" if own.exists() else _("You are not in this organisation.")

    def save_m2m(self, instance: Service, row: Any, **kwargs: Any) -> None:
        super().save_m2m(instance, row, **kwargs)
        if not instance.organisers.exists():
            instance.organisers.add(instance.owner)


def harmless(value: Any) -> Any:
    """A cell that begins like a formula is run by spreadsheets: an apostrophe keeps it a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_typed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.replace("\x00", "").replace("\r\n", "\n")
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value


def read_sheet(name: str, content: bytes) -> Dataset:
    """Rows of a CSV or XLSX file; ValidationError says what is wrong with it."""
    is_workbook = name.lower().endswith(".xlsx")
    rows = workbook_rows(content) if is_workbook else csv_rows(content)
    header = [str(cell or "").strip() for cell in next(rows, [])]
    while header and not header[-1]:
        header.pop()  # a workbook is as wide as we read it
    check_header(header)
    dataset = Dataset(headers=header)
    for row in rows:
        if any(cell not in (None, "") for cell in row):
            dataset.append(padded(row, len(header)))
        if len(dataset) > MOST_ROWS:
            raise ValidationError(_("At most %(count)d rows at a time.") % {"count": MOST_ROWS})
    return dataset


def padded(row: Iterable[Any], width: int) -> list[Any]:
    cells = ["" if cell is None else cell for cell in row]
    return [*cells, *[""] * width][:width]


def check_header(header: list[str]) -> None:
    known = ServiceSheet._meta.fields
    if KEY not in header:
        raise ValidationError(_("The first row must name the columns, “slug” among them."))
    unknown = [name for name in header if name not in known]
    if unknown:
        names = ", ".join(name or "–" for name in unknown[:10])
        raise ValidationError(_("Columns that are not known: %(names)s.") % {"names": names})
    if len(set(header)) != len(header):
        raise ValidationError(_("A column is there twice."))


def csv_rows(content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("Save the file as CSV UTF-8 or as XLSX.")) from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return iter(list(csv.reader(StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise ValidationError(_("The file can't be read.")) from error


def workbook_rows(content: bytes) -> Any:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                raise ValidationError(_("The file is too large."))
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return iter(
            list(sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True))
        )
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise ValidationError(_("The file can't be read.")) from error
