"""What a line says, checked and ready to be stored; what sources are made of."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from hub import markdown
from hub.api import Body
from hub.computing import compute
from hub.database import now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.markdown import Rendered
from hub.settings import get_settings
from hub.text import Prose
from knowledge.models import Certainty, LineSection

LONGEST_TEXT = 500
LONGEST_SOURCE = 1000
LONGEST_REASON = 10_000

Source = Annotated[str, Prose(LONGEST_SOURCE)]


class Wording(Body):
    """What a line says. `source` is Markdown: words, addresses, links to cases and articles, files."""

    section: LineSection
    text: Annotated[str, Prose(LONGEST_TEXT, min_length=1)]
    source: Source = ""
    observed_on: date
    certainty: Certainty = Certainty.LIKELY
    sendable: Annotated[bool, Field(description="Whether customers may be sent the line.")] = False


def wording_of(sent: Wording) -> Wording:
    """The wording in what has other fields besides."""
    return Wording.model_validate({name: getattr(sent, name) for name in Wording.model_fields})


def require_past(observed_on: date) -> None:
    """InvalidInput for a day that has begun nowhere yet."""
    if observed_on > (now() + timedelta(hours=14)).date():
        raise InvalidInput({"observed_on": _("This day has not come yet.")})


async def rendered(text: str) -> Rendered:
    """Markdown as safe HTML, made away from the event loop."""
    return await compute(markdown.render, text, base_url=get_settings().address)
