"""Filling an empty hub with the demo company."""

import asyncio
from datetime import datetime

from hub import composition
from hub.accounts.models import User
from hub.database import connected, connection, in_transaction, now
from hub.demo import deals, defects, editing, kinds, practice, promotions, queues, rivals, sealing, topics
from hub.demo.content import Company
from hub.demo.founding import PASSWORD, found, uid_of
from hub.demo.loading import load
from hub.demo.telling import tell
from hub.settings import Settings

# Who is offered on the screen, and why.
_LOGINS = {
    "alex": "administrator",
    "sofia": "lead, English",
    "hejing": "lead, 中文",
    "tom": "member, English",
    "linyue": "member, 中文",
    "sunli": "reviews reports about printers, 中文",
    "elena": "reviews reports about LabelCloud, English",
    "malan": "member of the pricing desk, 中文",
}


def ensure(settings: Settings) -> str:
    """Fill the hub if nobody has an account yet. Returns what to show its operator: the demo logins."""

    async def inside() -> bool:
        composition.wire()
        async with connected(settings):
            return await seed(at=now())

    return (
        _logins()
        if asyncio.run(inside())
        else "People have accounts here already; the demo company was left out."
    )


async def seed(*, at: datetime) -> bool:
    """Write the demo company as if the present were `at`, all of it or nothing, and without telling anybody.

    Returns whether the hub is a demo hub: it was empty, or it had been filled before.
    """
    async with in_transaction():
        await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('demo'))")
        if await User.exists():
            return await User.exists(uid=uid_of("person", "alex"))
        company: Company = load()
        stage = await found(company)
        await tell(company, stage, at)
        await kinds.tell(stage, at)
        await rivals.tell(stage, at)
        await deals.tell(stage, at)
        await practice.tell(stage, at)
        await editing.tell(stage, at)
        await queues.tell(stage, at)
        await promotions.tell(stage, at)
        await defects.tell(stage, at)
        await sealing.tell(stage, at)
        await topics.tell(stage, at)
    return True


def _logins() -> str:
    width = max(map(len, _LOGINS)) + len("@northlabel.example")
    lines = [f"    {handle + '@northlabel.example':{width}}  {what}" for handle, what in _LOGINS.items()]
    return "\n".join([f"  Demo logins, all with the password {PASSWORD}", *lines])
