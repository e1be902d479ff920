"""A problem that was solved once and will come again."""

from typing import Annotated

from hub.i18n import N_
from hub.text import Prose
from knowledge.kinds.kind import LONGEST, Content, Kind
from knowledge.kinds.shapes import Section


class SolutionContent(Content):
    """What went wrong, under which circumstances, and what to do."""

    problem: Annotated[
        str, Prose(LONGEST), Section(N_("Problem"), N_("What the customer meets, in their words."))
    ] = ""
    context: Annotated[
        str,
        Prose(LONGEST),
        Section(N_("Context"), N_("For whom and when it holds, and what did not help."), rows=5),
    ] = ""
    solution: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(N_("Solution"), N_("What to do and say, step by step."), rows=12),
    ]


KIND = Kind(
    "solution",
    N_("Solution"),
    SolutionContent,
    summary="problem",
    hint=N_("A problem that comes again, and what to do about it."),
    place=10,
)
