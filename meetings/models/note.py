import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import ActionState, NoteKind
from meetings.models.meeting import AgendaItem, Meeting
from meetings.models.network import Network, Theme
from meetings.models.written import written

# A line that is saved as it is typed changes nothing that families see until it is published.
renewal_of_published = pgtrigger.Trigger(
    name="ask_for_renewal",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF EXISTS (
            SELECT FROM meetings_meeting
            WHERE id = COALESCE(NEW.meeting_id, OLD.meeting_id) AND state = 'notes_published'
        ) THEN
            INSERT INTO directory_contentrenewal (xact) VALUES (pg_current_xact_id()::text)
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    """,
)


class NoteItem(models.Model):
    """One line of a meeting's notes; two writers add lines, so neither loses the other's."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=20, choices=NoteKind.choices)
    text = models.TextField(_("text"), max_length=5000)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="note_items"
    )
    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="note_items"
    )
    services = models.ManyToManyField("directory.Service", blank=True, related_name="note_items")
    places = models.ManyToManyField("directory.Place", blank=True, related_name="note_items")
    categories = models.ManyToManyField("directory.Category", blank=True, related_name="note_items")
    created_at = models.DateTimeField(editable=False)
    corrected_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("When it was changed after publishing.")
    )

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("line of notes")
        verbose_name_plural = _("lines of notes")
        constraints = [*written("note_item", "text")]
        indexes = [models.Index(fields=["meeting", "kind"], name="note_meeting_kind")]

    def __str__(self) -> str:
        return self.text[:80]


class Action(models.Model):
    """What an organisation took upon itself; on each next agenda until it is done."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="actions")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="actions")
    text = models.CharField(_("what"), max_length=500)
    organisation = models.ForeignKey(
        "directory.Organisation", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    due = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ActionState.choices, default=ActionState.OPEN
    )
    closed_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = [models.F("due").asc(nulls_last=True), "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            *written("action", "text"),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, closed_on__isnull=True)
                | (~Q(state=ActionState.OPEN) & Q(closed_on__isnull=False)),
                name="action_is_open_or_closed",
            ),
        ]
        indexes = [models.Index(fields=["network", "state"], name="action_network_state")]

    def __str__(self) -> str:
        return self.text
