"""Which solved cases of the demo company somebody is asked to promote, and which were dismissed."""

import tomllib
from datetime import datetime
from pathlib import Path

from discussions.models import Thread
from hub.demo.content import Age, Content, Handle, Key, Text
from hub.demo.founding import Stage, uid_of
from knowledge.promotion import tasks

FILE = Path(__file__).parent / "company" / "promotions.toml"


class Asked(Content):
    case: Key
    by: Handle
    to: Handle
    at: Age


class Dismissed(Content):
    case: Key
    by: Handle
    at: Age
    reason: Text


class Promotions(Content):
    asked: tuple[Asked, ...]
    dismissed: tuple[Dismissed, ...]


def load() -> Promotions:
    """Everything in the file; pydantic's error names what is wrong with it."""
    return Promotions.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


async def tell(stage: Stage, present: datetime) -> None:
    """Ask and dismiss as the file says, dated back from `present`."""
    decided = load()
    for one in decided.asked:
        thread = await Thread.get(uid=uid_of("case", one.case))
        asked = stage.readers[one.to]
        await tasks.assign(stage.readers[one.by], thread, asked.id, at=present - one.at, imported=True)
    for dismissal in decided.dismissed:
        thread = await Thread.get(uid=uid_of("case", dismissal.case))
        await tasks.dismiss(stage.readers[dismissal.by], thread, dismissal.reason, at=present - dismissal.at)
