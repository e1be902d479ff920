"""What the demo company's people do with cases: strategies with votes and comments, articles that helped, outcomes."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from discussions import outcomes, strategies
from discussions.models import Deal, Post, Thread, Worked
from hub.demo.content import Age, Content, Handle, Key, Text
from hub.demo.founding import Stage, uid_of
from knowledge import uses
from knowledge.models import Article

FILE = Path(__file__).parent / "company" / "practice.toml"


class Comment(Content):
    by: Handle
    at: Age
    body: Text


class Strategy(Content):
    """The post of a case with the number `reply` is one."""

    case: Key
    reply: Annotated[int, Field(ge=2)]
    title: Text
    votes: tuple[Handle, ...] = ()
    comments: tuple[Comment, ...] = ()


class Outcome(Content):
    """What the asker of a case told."""

    case: Key
    at: Age
    worked: Worked
    deal: Deal


class Use(Content):
    article: Key
    case: Key
    by: Handle
    at: Age


class Practice(Content):
    strategies: tuple[Strategy, ...]
    outcomes: tuple[Outcome, ...]
    uses: tuple[Use, ...]


def load() -> Practice:
    """Everything in the file; pydantic's error names what is wrong with it."""
    return Practice.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


async def tell(stage: Stage, present: datetime) -> None:
    """Write all of it, dated back from `present`, on the cases and articles that are there."""
    told = _Telling(stage, present)
    practice = load()
    for strategy in practice.strategies:
        await told.strategy(strategy)
    for use in practice.uses:
        await told.use(use)
    for outcome in practice.outcomes:
        await told.outcome(outcome)


class _Telling:
    def __init__(self, stage: Stage, present: datetime) -> None:
        self.readers = stage.readers
        self.present = present

    async def strategy(self, strategy: Strategy) -> None:
        thread = await _case(strategy.case)
        post = await Post.get(thread_id=thread.id, number=strategy.reply).select_related("author")
        await strategies.mark(self.readers[post.author.handle], post, strategy.title)
        for handle in strategy.votes:
            await strategies.vote(self.readers[handle], post)
        for comment in strategy.comments:
            await strategies.comment(
                self.readers[comment.by], post, comment.body, at=self._at(comment.at), imported=True
            )

    async def use(self, use: Use) -> None:
        article = await Article.get(uid=uid_of("article", use.article))
        await uses.use(
            self.readers[use.by], await _case(use.case), article, at=self._at(use.at), imported=True
        )

    async def outcome(self, outcome: Outcome) -> None:
        thread = await _case(outcome.case)
        author = await thread.author
        at = self._at(outcome.at)
        await outcomes.tell(self.readers[author.handle], thread, outcome.worked, outcome.deal, at=at)

    def _at(self, age: timedelta) -> datetime:
        return self.present - age


async def _case(key: str) -> Thread:
    return await Thread.get(uid=uid_of("case", key))
