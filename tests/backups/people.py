"""People who post and upload without a pause, and who remember what the hub has acknowledged."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx

from tests.site import Site
from tests.trials.people import person, until


@dataclass
class Acknowledged:
    """Replies by uid with their threads, and the SHA-256 of files by uid."""

    threads: list[int] = field(default_factory=list)
    replies: dict[UUID, int] = field(default_factory=dict)
    files: dict[UUID, str] = field(default_factory=dict)

    def copy(self) -> "Acknowledged":
        return Acknowledged(list(self.threads), dict(self.replies), dict(self.files))


@asynccontextmanager
async def people_at_work(site: Site, names: tuple[str, ...]) -> AsyncIterator[Acknowledged]:
    """Several people post, reply and upload as fast as they can while the block runs."""
    done = Acknowledged()

    async def has_begun() -> bool:
        return len(done.replies) >= 10 and len(done.files) >= 3

    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(person(site, name)) for name in names]
        for client in clients:
            answer = await client.post("/api/v1/threads", json={"title": "Steady work", "body": "Go on."})
            assert answer.status_code == 201, answer.text
            done.threads.append(answer.json()["id"])
        over = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            for client in clients:
                tasks.create_task(_work(client, done, over))
            try:
                await until(has_begun, 30, "everybody has begun to work")
                yield done
            finally:
                over.set()


async def _work(client: httpx.AsyncClient, done: Acknowledged, over: asyncio.Event) -> None:
    while not over.is_set():
        body = "Zebrawood, and a reason."
        if random.random() < 0.5:
            body += "\n\n" + await _upload(client, done)
        uid, thread = uuid4(), random.choice(done.threads)
        answer = await client.post(f"/api/v1/threads/{thread}/replies", json={"uid": str(uid), "body": body})
        assert answer.status_code == 201, answer.text
        done.replies[uid] = thread


async def _upload(client: httpx.AsyncClient, done: Acknowledged) -> str:
    content = random.randbytes(random.randint(1, 300_000))
    answer = await client.post("/api/v1/files", files={"file": ("trace.bin", content)})
    assert answer.status_code == 201, answer.text
    sent = answer.json()
    done.files[UUID(sent["uid"])] = hashlib.sha256(content).hexdigest()
    return str(sent["markdown"])
