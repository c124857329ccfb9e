"""A picture: small enough, really a picture, and made anew without what a camera adds."""

import uuid
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import get_image_dimensions
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from directory.forms.pictures import BROKEN, in_eight_bits
from directory.models import Photo

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_SIDE = 1600
MOST_PIXELS = 50_000_000
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoField(forms.ImageField):
    """Gives a JPEG of our own making under a name that nobody can guess."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def to_python(self, data: Any) -> Any:
        if data and data.size > LARGEST_FILE:
            message = _("The picture is %(size)s. It may be at most %(most)s.")
            sizes = {"size": filesizeformat(data.size), "most": filesizeformat(LARGEST_FILE)}
            raise ValidationError(message % sizes)
        uploaded = super().to_python(data)
        return made_anew(uploaded) if isinstance(uploaded, UploadedFile) else uploaded


def made_anew(uploaded: UploadedFile) -> ContentFile:
    uploaded.seek(0)
    try:
        with Image.open(uploaded, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels. Make it smaller first."))
            # Before it is made smaller: Pillow can't shrink greys of sixteen bits.
            upright = in_eight_bits(ImageOps.exif_transpose(image))
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            flat = on_white(upright)
    except BROKEN as error:
        raise ValidationError(_("Choose a JPEG, PNG or WebP picture.")) from error
    buffer = BytesIO()
    flat.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return ContentFile(buffer.getvalue(), name=f"{uuid.uuid4().hex}.jpg")


def on_white(image: Image.Image) -> Image.Image:
    """JPEG knows no transparency. Only the pixels are taken along."""
    seen = image.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat


class PhotoForm(forms.ModelForm):
    image = PhotoField(label=capfirst(Photo._meta.get_field("image").verbose_name))

    def clean_image(self) -> Any:
        image = self.cleaned_data["image"]
        if isinstance(image, ContentFile):
            self.instance.width, self.instance.height = get_image_dimensions(image)
        return image

    class Meta:
        model = Photo
        fields = ["image", "alt_fi", "alt_sv", "alt_en", "order"]
