"""Who is told of what.

Each noun has a module here with `QUESTIONS`: one function for each type of event, each answering one question. What
holds for every event is asked once, in `telling`: nobody is told of what they did themselves, of what they may not
see, or of a thread that they muted, and everybody is told of one event once, of its most specific kind.
"""

from notifications.recipients.asking import EVENTS, UnknownEvent, told
from notifications.recipients.telling import Telling

__all__ = ["EVENTS", "Telling", "UnknownEvent", "told"]
