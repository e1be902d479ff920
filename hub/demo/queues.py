"""Who knows what in the demo company, and which of its questions still wait for a reply."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from discussions.models import Thread
from discussions.queues.escalating import expect_reply
from discussions.queues.rule import REPLY_WITHIN
from hub.audiences.models import Group
from hub.demo.content import Content, Handle, Key
from hub.demo.founding import Stage
from hub.vocabulary.experts import name_experts
from hub.vocabulary.models import Facet

FILE = Path(__file__).parent / "company" / "queues.toml"
# What is older than this has been forgotten rather than overlooked.
RECENT = timedelta(days=2)


class Experts(Content):
    facet: Facet
    term: Key
    people: tuple[Handle, ...] = ()
    groups: tuple[Handle, ...] = ()


class Queues(Content):
    experts: tuple[Experts, ...]


def load() -> Queues:
    """Everything in the file; pydantic's error names what is wrong with it."""
    return Queues.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


async def tell(stage: Stage, present: datetime) -> None:
    """Name the experts, and let recent questions without a reply be overdue when their time comes, or has come."""
    groups = {group.handle: group.id for group in await Group.all()}
    for experts in load().experts:
        await name_experts(
            None,
            stage.terms[experts.facet][experts.term],
            people=[stage.readers[handle].id for handle in experts.people],
            groups=[groups[handle] for handle in experts.groups],
        )
    for thread in await Thread.filter(reply_count=0, created_at__gt=present - RECENT):
        await expect_reply(thread, thread.created_at + REPLY_WITHIN)
