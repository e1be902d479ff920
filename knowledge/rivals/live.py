"""What browsers with a rival's page open are sent when one of its lines changes."""

from collections.abc import Iterable

from discussions.live import Frame
from hub.outbox import Happened
from hub.pages import render_text
from knowledge.events import RivalLineEvent
from knowledge.models import LineSection, RivalLine, RivalLineStep
from knowledge.rivals.queries.lines import lines_of


async def render_line(happened: Happened, locales: Iterable[str]) -> dict[str, Frame]:
    """The section that the line stands in, and the one that it stood in before, with the state of the whole card."""
    event = happened.event
    if not isinstance(event, RivalLineEvent):
        return {}
    line = await RivalLine.get_or_none(id=event.line_id)
    if line is None:
        return {}
    sections = await _sections(line)
    lines = await lines_of(event.article_id)
    return {
        locale: Frame(
            f"article:{event.article_id}",
            event.type,
            f"line-{line.id}",
            str(render_text("knowledge/rivals/live.html", locale, lines=lines, sections=sections)),
            None,
        )
        for locale in locales
    }


async def _sections(line: RivalLine) -> list[LineSection]:
    """Where a line stands, and where it stood before its last step."""
    steps = await RivalLineStep.filter(line=line).order_by("-number").limit(2)
    before = [LineSection(step.content["section"]) for step in steps]
    return list(dict.fromkeys([line.section, *before]))
