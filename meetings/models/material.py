from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.validators import validate_web_url
from meetings.enums import Audience, Licence, MaterialKind
from meetings.models.meeting import Meeting
from meetings.models.network import Network, Theme
from meetings.models.written import written


class Material(models.Model):
    """A file or a link that a network shares."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="materials")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="materials"
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="materials"
    )
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=10, choices=MaterialKind.choices, default=MaterialKind.OTHER
    )
    language = models.CharField(_("language"), max_length=10)
    licence = models.CharField(
        _("licence"), max_length=10, choices=Licence.choices, default=Licence.ASK
    )
    audience = models.CharField(
        _("who may see it"), max_length=10, choices=Audience.choices, default=Audience.NETWORK
    )
    link = models.URLField(_("link"), blank=True, validators=[validate_web_url])
    # Under a name of our own making; `filename` is what it is called when it is fetched.
    file = models.FileField(_("file"), upload_to="materials", blank=True)
    filename = models.CharField(max_length=120, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(null=True, blank=True, editable=False)
    added_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            *written("material", "title"),
            models.CheckConstraint(
                condition=Q(link="") ^ Q(file=""),
                name="material_is_a_file_or_a_link",
                violation_error_message=_("Give a file or a link."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
