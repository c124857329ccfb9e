"""The vocabulary of meetings: each label is translated once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingKind(TextChoices):
    NETWORK = "network", _("Network meeting")
    COFFEE = "coffee", _("Network coffee")
    LEARNING_CAFE = "learning_cafe", _("Learning café")
    TRAINING = "training", _("Training")
    SEMINAR = "seminar", _("Seminar")
    BAZAAR = "bazaar", _("Bazaar of associations")
    CO_PLANNING = "co_planning", _("Planning together with families")


class MeetingState(TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    INVITED = "invited", pgettext_lazy("meeting", "Invitations sent")
    HELD = "held", pgettext_lazy("meeting", "Held")
    NOTES_PUBLISHED = "notes_published", pgettext_lazy("meeting", "Notes published")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class Attendance(TextChoices):
    ON_SITE = "on_site", _("On site")
    REMOTE = "remote", _("Remote")
    BOTH = "both", _("On site and remote")


class Audience(TextChoices):
    """Who may read a meeting's notes or a material."""

    NETWORK = "network", _("The network's members")
    EVERYONE = "everyone", _("Everyone")


class AgendaKind(TextChoices):
    TALK = "talk", _("Talk")
    DISCUSSION = "discussion", _("Discussion")
    GROUP_WORK = "group_work", _("Group work")
    ROUND = "round", _("News from each organisation")
    OPEN_ACTION = "open_action", _("Open action")
    BREAK = "break", pgettext_lazy("part of an agenda", "Break")
    OTHER = "other", pgettext_lazy("part of an agenda", "Other")


class NoteKind(TextChoices):
    WORKS = "works", _("Works well")
    CONCERN = "concern", _("Concern")
    DEVELOP = "develop", _("To develop")
    DECISION = "decision", _("Decision")
    GOOD_PRACTICE = "good_practice", _("Good practice")
    ANNOUNCEMENT = "announcement", _("Announcement")


class ActionState(TextChoices):
    OPEN = "open", pgettext_lazy("action", "Open")
    DONE = "done", pgettext_lazy("action", "Done")
    DROPPED = "dropped", pgettext_lazy("action", "Dropped")


class Answer(TextChoices):
    COMING = "coming", _("We are coming")
    NOT_COMING = "not_coming", _("We can't come")


class MaterialKind(TextChoices):
    SLIDES = "slides", _("Slides")
    GUIDE = "guide", _("Guide")
    FORM = "form", pgettext_lazy("material", "Form")
    REPORT = "report", pgettext_lazy("material", "Report")
    VIDEO = "video", _("Video")
    OTHER = "other", pgettext_lazy("material", "Other")


class Licence(TextChoices):
    CC_BY = "cc_by", "CC BY 4.0"
    CC_BY_SA = "cc_by_sa", "CC BY-SA 4.0"
    CC0 = "cc0", "CC0"
    ASK = "ask", _("Ask before you use it elsewhere")
