"""What the tests here write and ask with."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image

WEDNESDAY = "2026-11-25T08:30:00+02:00"


SERVICES = "/staff/admin/directory/service/"


IMPORT = f"{SERVICES}import/"


def change(row):
    return reverse(f"admin:directory_{row._meta.model_name}_change", args=[row.pk])


def sent(response):
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and not hasattr(value, "chunks"):
                data[field.html_name] = "on" if value is True else value
    return data


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def picture(kind="JPEG", size=(40, 30), exif=True):
    image, buffer = Image.new("RGB", size, "red"), BytesIO()
    marks = image.getexif()
    marks[0x010E] = "Kotiosoite 1"
    image.save(buffer, kind, **({"exif": marks} if exif and kind == "JPEG" else {}))
    return buffer.getvalue()


def with_photo(client, place, content, alt="Talo", name="talo.jpg"):
    path = change(place)
    photo = {"photos-TOTAL_FORMS": "1", "photos-0-alt_fi": alt, "photos-0-order": "0"}
    file = SimpleUploadedFile(name, content, "text/html")
    return client.post(path, {**sent(client.get(path)), **photo, "photos-0-image": file})


def kept_files(folder):
    return sorted(folder.glob("photos/*"))


def upload(client, text, name="palvelut.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(IMPORT, {"sheet": SimpleUploadedFile(name, content)})


def load(client, response):
    return client.post(IMPORT, {"token": response.context["token"]})


def workbook_with(sheet):
    """A sound workbook but for its sheet."""
    sound, made = BytesIO(), BytesIO()
    book = Workbook()
    book.active.append(["slug"])
    book.save(sound)
    with ZipFile(sound) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets/")
            target.writestr(entry.filename, sheet if is_sheet else source.read(entry))
    return made.getvalue()


SHEET = "slug;owner;name_fi;summary_fi;delivery\n"
