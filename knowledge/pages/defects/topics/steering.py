"""Opening a topic's opinions to its readers, closing it, and taking that back."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.refusing import form_page, refused
from knowledge.defects import topics
from knowledge.defects.topics.forms import OpeningForm
from knowledge.defects.topics.queries import confided
from knowledge.defects.topics.readership import gaining
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Topic
from knowledge.pages.defects.topics.writing import led

_OPENING = "knowledge/defects/topics/opening.html"


async def opening_form(request: Request) -> Response:
    """Who would read what, before anybody does."""
    topic = await led(request)
    gained, agreement = await gaining(topic, topic.audience_id, "opinions")
    context = await _context(topic)
    return await form_page(request, _OPENING, gained=gained, agreement=agreement, **context)


async def put_opening(request: Request) -> Response:
    """Open what is said from now on; asks first, naming everybody who will read it."""
    topic = await led(request)
    form = await forms.parse(request, OpeningForm)
    try:
        await topics.open_to_readers(reader_of(request), topic, confirmed=str(form.confirmed))
    except WideningNotConfirmed as error:
        context = await _context(topic) | {"gained": error.gained, "agreement": error.agreement}
        return await refused(request, error, _OPENING, **context)
    return pages.redirect(
        f"/topics/{topic.uid}", notice=_("From now on, everybody who reads the topic sees what is said.")
    )


async def delete_opening(request: Request) -> Response:
    """Let the team alone read opinions again."""
    topic = await led(request)
    await topics.keep_to_team(reader_of(request), topic)
    return pages.redirect(f"/topics/{topic.uid}", notice=_("Only the team sees the opinions again."))


async def put_closing(request: Request) -> Response:
    """Take no more opinions."""
    topic = await led(request)
    await topics.close(reader_of(request), topic)
    return pages.redirect(f"/topics/{topic.uid}", notice=_("Closed. What was said stays."))


async def delete_closing(request: Request) -> Response:
    """Take opinions again."""
    topic = await led(request)
    await topics.reopen(reader_of(request), topic)
    return pages.redirect(f"/topics/{topic.uid}", notice=_("Opinions are taken again."))


async def _context(topic: Topic) -> dict[str, Any]:
    return {
        "nav": "defects",
        "topic": topic,
        "confided": await confided(topic),
    }
