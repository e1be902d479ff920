"""Search over a real engine: `index` gives an empty, complete index; `ask` searches it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from hub.embedded import EmbeddedMeilisearch
from hub.identity import Reader
from search import indexes
from search.engine import Engine, configure
from search.query import Answer, search
from search.question import Question
from search.reindex import reindex

Ask = Callable[..., Awaitable[Answer]]


@pytest.fixture
async def index(_emptied: None, engine_server: EmbeddedMeilisearch) -> AsyncIterator[Engine]:
    engine = configure(engine_server.url, engine_server.key)
    if await indexes.complete():
        await engine.finished(await engine.delete(indexes.main(), "part >= 0"))
    else:
        await reindex()
    yield engine
    configure("", "")


@pytest.fixture
def ask() -> Ask:
    """Search as somebody, by the engine unless the test says otherwise."""

    async def run(reader: Reader, q: str = "", *, engine: str = "meilisearch", **filters: object) -> Answer:
        answer = await search(reader, Question.model_validate({"q": q, **filters}))
        assert answer.engine == engine
        return answer

    return run


def titles(answer: Answer) -> list[str]:
    return [hit.plain_title for hit in answer.hits]
