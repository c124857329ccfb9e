from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.localized import finnish_required


class Category(models.Model):
    """What kind of help or activity it is: a small controlled tree, translated once."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=250, blank=True)
    icon = models.CharField(
        _("icon"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9-]+$")],
        help_text=_("Name of a drawing in perhepalvelut/icons."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            *finnish_required("category", "name"),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="category_not_its_own_parent",
                violation_error_message=_("A category can't be inside itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
