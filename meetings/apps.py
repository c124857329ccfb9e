from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Networks")

    def ready(self) -> None:
        """The search of the directory finds meetings, too."""
        from directory.models import Indexed
        from directory.search import also, rebuilding
        from meetings.models import Meeting
        from meetings.queries.found import FOUND

        also.register(Indexed.MEETING, FOUND)
        rebuilding.MODELS[Indexed.MEETING] = Meeting
