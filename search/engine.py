"""Meilisearch for an event loop: the official client on a few threads, quick to notice that it is away.

After a failure everything is refused at once for a second; then one call tries, and the others wait for its
outcome by being refused. So a hanging engine costs one thread, and no reader waits for it twice.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from hub.settings import get_settings
from search.client import new_client, new_session

Document = dict[str, Any]
Found = dict[str, Any]

_READ_THREADS = 6
_WRITE_THREADS = 3
_READ_SECONDS = (0.5, 2.0)  # to connect, to answer
_WRITE_SECONDS = (0.5, 20.0)
_REST_SECONDS = 1.0
_TASK_SECONDS = 120.0


class EngineAway(Exception):
    """The engine cannot be asked now, or has no complete index yet. Nothing is wrong with the question."""


class EngineRefused(Exception):
    """The engine does not accept a request, or a task has failed: trying again will not help."""


class Engine:
    """One Meilisearch server. Writes return the number of a task; `finished` tells when it is done."""

    def __init__(self, url: str, key: str) -> None:
        self._readers = _Threads(url, key, _READ_SECONDS, _READ_THREADS)
        self._writers = _Threads(url, key, _WRITE_SECONDS, _WRITE_THREADS)

    async def search(self, queries: Sequence[Mapping[str, Any]]) -> list[Found]:
        """Several searches in one request; each names its index in `indexUid`."""
        answer = await self._readers.run(lambda client: client.multi_search(queries))
        return list(answer["results"])

    async def add(self, index: str, documents: Sequence[Document]) -> int:
        """Add documents, replacing those with the same id."""
        return await self._write(lambda client: client.index(index).add_documents(documents, "id"))

    async def delete(self, index: str, condition: str) -> int:
        """Delete the documents that a filter expression describes."""
        return await self._write(lambda client: client.index(index).delete_documents(filter=condition))

    async def document(self, index: str, id_: str) -> Document | None:
        """The fields of one document, or None."""
        path = f"indexes/{index}/documents/{id_}"
        try:
            document: Document = await self._readers.run(lambda client: client.http.get(path))
        except EngineRefused:
            return None
        return document

    async def indexes(self) -> set[str]:
        """The names of all indexes on the server."""
        answer = await self._readers.run(lambda client: client.get_raw_indexes({"limit": 1000}))
        return {index["uid"] for index in answer["results"]}

    async def create(self, index: str, settings: Mapping[str, Any]) -> None:
        """Make an empty index with its settings; wait for it."""
        made = await self._write(lambda client: client.create_index(index, {"primaryKey": "id"}))
        set_ = await self.configure(index, settings)
        await self.finished(made, set_)

    async def configure(self, index: str, settings: Mapping[str, Any]) -> int:
        """Change the settings that are given."""
        return await self._write(lambda client: client.index(index).update_settings(dict(settings)))

    async def drop(self, index: str) -> int:
        """Delete an index with everything in it."""
        return await self._write(lambda client: client.delete_index(index))

    async def swap(self, one: str, other: str) -> int:
        """Let two indexes change names, at once for every later request."""
        return await self._write(lambda client: client.swap_indexes([{"indexes": [one, other]}]))

    async def healthy(self) -> None:
        """Raises EngineAway unless the engine answers and takes our key."""
        await self._readers.run(lambda client: client.get_version())

    async def finished(self, *tasks: int) -> None:
        """Wait until every task has succeeded; raises EngineRefused with the reason of one that failed."""
        waiting = set(tasks)
        deadline = time.monotonic() + _TASK_SECONDS
        pause = 0.02
        while waiting:
            for task in await self._tasks(waiting):
                if task.status == "succeeded":
                    waiting.discard(task.uid)
                elif task.status in ("failed", "canceled"):
                    raise EngineRefused(f"Task {task.uid} ({task.type}) {task.status}: {task.error}")
            if waiting:
                if time.monotonic() > deadline:
                    raise EngineAway(f"Tasks {sorted(waiting)} are not done after {_TASK_SECONDS:.0f} s.")
                await asyncio.sleep(pause)
                pause = min(pause * 1.6, 0.25)

    async def _tasks(self, numbers: Collection[int]) -> list[Any]:
        asked = {"uids": ",".join(map(str, sorted(numbers))), "limit": len(numbers)}
        answer = await self._readers.run(lambda client: client.get_tasks(asked))
        return list(answer.results)

    def close(self) -> None:
        """Let go of the threads and connections; calls under way end by themselves."""
        self._readers.close()
        self._writers.close()

    async def _write(self, call: Callable[[Client], Any]) -> int:
        info = await self._writers.run(call)
        return int(info.task_uid)


class _Threads:
    """A bounded pool; each thread has a client of its own, because a client's headers are shared state.

    Reading and writing notice separately that the engine is away: one that is slow to write still answers.
    """

    def __init__(self, url: str, key: str, seconds: tuple[float, float], size: int) -> None:
        self._pool = ThreadPoolExecutor(size, "meilisearch")
        self._own = threading.local()
        self._arguments = (url, key, seconds)
        self._sessions: list[requests.Session] = []
        self._failing = False
        self._rest_until = 0.0

    async def run(self, call: Callable[[Client], Any]) -> Any:
        url, _key, seconds = self._arguments
        now = time.monotonic()
        if not url:
            raise EngineAway("No engine is configured.")
        if now < self._rest_until:
            raise EngineAway("The engine was away a moment ago.")
        if self._failing:
            # This call is the one that tries; until its outcome the others are refused.
            self._rest_until = now + sum(seconds)
        away = False
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._translated, call)
        except EngineAway:
            away = True
            raise
        except asyncio.CancelledError:
            away = self._failing
            raise
        finally:
            self._failing = away
            self._rest_until = time.monotonic() + _REST_SECONDS if away else 0.0

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        for session in self._sessions:
            session.close()

    def _translated(self, call: Callable[[Client], Any]) -> Any:
        try:
            return call(self._client())
        except MeilisearchApiError as error:
            if error.status_code >= 500 or error.status_code in (401, 403, 408, 429):
                raise EngineAway(str(error)) from error
            raise EngineRefused(str(error)) from error
        except (MeilisearchError, requests.RequestException) as error:
            raise EngineAway(str(error)) from error

    def _client(self) -> Client:
        if not hasattr(self._own, "client"):
            session = new_session()
            self._sessions.append(session)
            self._own.client = new_client(*self._arguments, session)
        client: Client = self._own.client
        return client


_current: Engine | None = None


def engine() -> Engine:
    """The engine of this process, from HUB_MEILI_URL and HUB_MEILI_KEY unless `configure` named another."""
    if _current is None:
        settings = get_settings()
        return configure(settings.meili_url, settings.meili_key)
    return _current


def configure(url: str, key: str) -> Engine:
    """Use this server from now on; an empty `url` means that there is none."""
    global _current
    if _current:
        _current.close()
    _current = Engine(url, key)
    return _current
