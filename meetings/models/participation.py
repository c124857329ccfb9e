"""Who is asked, who comes and who came: organisations and numbers, never names."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import Answer
from meetings.models.meeting import Meeting


class MeetingInvitation(models.Model):
    """Sent to one address; the answer is the organisation's, for as many as it says."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        "directory.Organisation", models.CASCADE, related_name="meeting_invitations"
    )
    email = models.EmailField(_("e-mail"))
    queued_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    # When the latest mail of a change leaves; it tells what holds at that time.
    told_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, blank=True)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    diets = models.CharField(_("diets"), max_length=300, blank=True)
    interpreter = models.CharField(_("interpreter into"), max_length=100, blank=True)
    children = models.PositiveSmallIntegerField(_("children to look after"), default=0)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "pk"]
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to meetings")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"), "meeting", name="meeting_invites_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="meeting_answer_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.organisation_id}"


class Participation(models.Model):
    """How many came from an organisation."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
    )
    who = models.CharField(
        _("or who, in words"),
        max_length=150,
        blank=True,
        help_text=_("Such as: families, students. No names of people."),
    )
    count = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("taking part")
        verbose_name_plural = _("who took part")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation"], name="participation_once_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(who__gt=""),
                name="participation_of_somebody",
                violation_error_message=_("Choose an organisation, or say who in words."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.organisation_id or self.who}"
