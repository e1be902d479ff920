"""What the demo company's product teams ask their colleagues, what these say, and what was written after fixes."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.audiences.models import Group
from hub.demo.content import Act, Age, Content, Filing, Handle, Key, Readers, Text
from hub.demo.founding import Stage, uid_of
from hub.identity import load_readers
from hub.vocabulary.models import Facet
from knowledge.defects import fix, topics
from knowledge.defects.topics import Words
from knowledge.models import Defect, Topic
from knowledge.promotion import Decisions

FILE = Path(__file__).parent / "company" / "topics.toml"


class Opinion(Act):
    body: Text


class Asked(Act):
    """A topic of a team for `group`, or for everybody. What was said since it was `opened` is read by all of them."""

    key: Key
    team: Handle
    group: Handle | None = None
    product: Key | None = None
    title: Text
    body: Text
    opened: Age | None = None
    closed: Age | None = None
    opinions: tuple[Opinion, ...] = ()


class Lesson(Act):
    """The article about a fixed `defect`."""

    defect: Key
    product: Key
    title: Text
    problem: Text
    context: Text
    solution: Text


class Told(Content):
    topics: tuple[Asked, ...]
    articles: tuple[Lesson, ...]


async def tell(stage: Stage, present: datetime) -> None:
    """Publish all topics with their opinions, and the articles, dated back from `present`."""
    told = Told.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    teams = {group.handle: group for group in await Group.all()}
    for asked in sorted(told.topics, key=lambda one: one.at, reverse=True):
        await _ask(stage, present, asked, teams[asked.team])
    for lesson in told.articles:
        await _write(stage, present, lesson)


async def _ask(stage: Stage, present: datetime, asked: Asked, team: Group) -> None:
    lead = stage.readers[asked.by]
    topic = await topics.publish(
        lead,
        team,
        Words(
            asked.title,
            asked.body,
            stage.terms[Facet.PRODUCT][asked.product] if asked.product else None,
        ),
        audience=stage.audiences[Readers(groups=(asked.group,)) if asked.group else None],
        uid=uid_of("topic", asked.key),
        at=present - asked.at,
        imported=True,
    )
    for number, opinion in enumerate(sorted(asked.opinions, key=lambda one: one.at, reverse=True)):
        if asked.opened and topic.opened_at is None and opinion.at < asked.opened:
            topic = await topics.open_to_readers(lead, topic, confirmed=True, at=present - asked.opened)
        await _say(stage, present, topic, opinion, number)
    if asked.closed:
        await topics.close(lead, topic, at=present - asked.closed)


async def _say(stage: Stage, present: datetime, topic: Topic, opinion: Opinion, number: int) -> None:
    await topics.give(
        stage.readers[opinion.by],
        topic,
        opinion.body,
        told=topic.audience_id if topic.opened_at else None,
        uid=uid_of("opinion", f"{topic.uid}/{number}"),
        at=present - opinion.at,
        imported=True,
    )


async def _write(stage: Stage, present: datetime, lesson: Lesson) -> None:
    content: dict[str, Any] = lesson.model_dump(include={"problem", "context", "solution"})
    # The audience of the team is younger than the stage.
    [author] = await load_readers([stage.readers[lesson.by].id])
    await fix.publish_article(
        author,
        await Defect.get(uid=uid_of("defect", lesson.defect)),
        kind="solution",
        title=lesson.title,
        content=content,
        terms=stage.filed(Filing(product=lesson.product)),
        audience=stage.audiences[None],
        decisions=Decisions(),
        uid=uid_of("fix", lesson.defect),
        at=present - lesson.at,
        imported=True,
    )
