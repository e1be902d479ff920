"""What won and lost cases have in common."""

from typing import Annotated

from pydantic import Field

from hub.i18n import N_
from hub.text import Prose
from knowledge.kinds.kind import LONGEST, Content
from knowledge.kinds.references import Reference
from knowledge.kinds.shapes import Section


class CaseContent(Content):
    """How a case went, from the situation to the lesson; the threads in which it was talked over."""

    situation: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(N_("Situation"), N_("Who the customer is, what they wanted, who else was there.")),
    ]
    tried: Annotated[
        str, Prose(LONGEST), Section(N_("What was tried"), N_("In the order in which it was tried."), rows=5)
    ] = ""
    turning_point: Annotated[
        str, Prose(LONGEST), Section(N_("Turning point"), N_("What decided it."), rows=5)
    ] = ""
    result: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(N_("Result"), N_("How it ended, for the customer and for us."), rows=5),
    ]
    lesson: Annotated[
        str,
        Prose(LONGEST),
        Section(N_("Lesson"), N_("What to do, or not to do, with the next such customer."), rows=5),
    ] = ""
    threads: Annotated[
        list[str],
        Reference(
            N_("Linked cases"),
            N_("Addresses of discussions, one a line. Each is shown to those who may read it."),
            noun="thread",
        ),
    ] = Field(default_factory=list)
