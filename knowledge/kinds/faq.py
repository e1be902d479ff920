"""A question that customers ask again and again; the title is the question."""

from typing import Annotated

from hub.i18n import N_
from hub.text import Prose
from knowledge.kinds.kind import LONGEST, Content, Kind
from knowledge.kinds.shapes import Section


class FaqContent(Content):
    """The answer to the question in the title."""

    answer: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(N_("Answer"), N_("What to say. The title is the question as customers ask it."), rows=10),
    ]


KIND = Kind(
    "faq",
    N_("Question and answer"),
    FaqContent,
    summary="answer",
    hint=N_("A question that customers ask again and again. The title is the question."),
    place=20,
)
