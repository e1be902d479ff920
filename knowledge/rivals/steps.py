"""What every operation on lines is made of: the lock, the history, the wording put into place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from hub.errors import NotFound
from hub.files.attaching import attach
from hub.identity import Reader
from hub.markdown import Rendered
from knowledge.articles.writing import locked
from knowledge.models import Article, LineAct, RivalDispute, RivalLine, RivalLineStep
from knowledge.rivals.errors import StaleLine
from knowledge.rivals.wording import Wording

LINE = "rival_line"
DISPUTE = "rival_dispute"


@asynccontextmanager
async def locked_line(actor: Reader, line: RivalLine) -> AsyncIterator[tuple[Article, RivalLine]]:
    """A transaction that holds the rival, with the line freshly read; NotFound when `actor` cannot see it any more.

    All lines of a rival are written one after the other, so that whoever hears of a change sees those before it.
    """
    async with locked(actor, Article(id=line.article_id)) as rival:
        current = await RivalLine.get_or_none(id=line.id, article_id=rival.id)
        if current is None:
            raise NotFound
        yield rival, current


async def put(actor: Reader | None, line: RivalLine, wording: Wording, source: Rendered) -> None:
    """Let the line say this; the caller saves it. `actor` None takes the files of the source for granted."""
    line.section, line.text, line.source = wording.section, wording.text, wording.source
    line.source_html = source.html
    line.observed_on, line.certainty, line.sendable = wording.observed_on, wording.certainty, wording.sendable
    await attach(actor, LINE, line.id, source.files)


async def reword(
    actor: Reader, line: RivalLine, wording: Wording, source: Rendered, *, base_revision: int
) -> bool:
    """Give the line another wording; whether it differs. StaleLine when the editor began with an older one."""
    if says(line, wording):
        return False
    if line.revision_number != base_revision:
        raise StaleLine(line)
    await put(actor, line, wording, source)
    line.revision_number += 1
    return True


def says(line: RivalLine, wording: Wording) -> bool:
    """Whether the line says exactly this."""
    return content_of(line) == wording.model_dump(mode="json")


def content_of(line: RivalLine) -> dict[str, object]:
    """The wording of a line as its history keeps it."""
    return Wording.model_construct(
        section=line.section,
        text=line.text,
        source=line.source,
        observed_on=line.observed_on,
        certainty=line.certainty,
        sendable=line.sendable,
    ).model_dump(mode="json")


async def step(
    actor: Reader,
    line: RivalLine,
    act: LineAct,
    at: datetime,
    *,
    words: str = "",
    dispute: RivalDispute | None = None,
) -> None:
    """Save the line as it is now, and note in its history what was done to it."""
    if act not in (LineAct.ADDED, LineAct.PROPOSED):
        line.version += 1
    await line.save()
    await RivalLineStep.create(
        line=line,
        number=line.version,
        revision=line.revision_number,
        act=act,
        actor_id=actor.id,
        at=at,
        words=words,
        dispute=dispute,
        content=content_of(line),
    )
