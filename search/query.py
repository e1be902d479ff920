"""Search as pages and the API use it: whatever way it went, the same hits, counts and permissions."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from hub.identity import Reader
from knowledge.defects.looks import saw
from knowledge.models import Defect, LookAct
from search import asking_database, asking_engine
from search.checking import checked
from search.engine import EngineAway, EngineRefused
from search.facets import FacetView, labelled
from search.found import Found
from search.hit import Hit
from search.question import Question, chosen_terms

log = logging.getLogger(__name__)

SIMILAR = 5
PALETTE = 8
_SHORTEST_TITLE = 3  # characters; less resembles everything


@dataclass(frozen=True)
class Answer:
    """One page of hits, how many there are in all, who answered, and counts by facet."""

    hits: list[Hit]
    total: int
    engine: str
    facets: list[FacetView] = field(default_factory=list)

    @property
    def fallback(self) -> bool:
        """Whether the engine was away."""
        return self.engine == "database"


async def search(reader: Reader, question: Question) -> Answer:
    """What `reader` may see of what `question` asks for. InvalidInput for terms that do not exist."""
    filed = await chosen_terms(question)
    answer, counts = await _answer(
        reader,
        lambda: asking_engine.search(reader, question, filed),
        lambda: asking_database.search(reader, question, filed),
    )
    await _note_looks(reader, answer.hits)
    return replace(answer, facets=await labelled(question.by_keys(filed), filed, counts, answer.total))


async def quick(reader: Reader, question: Question) -> Answer:
    """The same without counts, for results at every keystroke."""
    answer, _counts = await _answer(
        reader,
        lambda: asking_engine.search(reader, question, {}, counted=False),
        lambda: asking_database.search(reader, question, {}),
    )
    return answer


async def similar(reader: Reader, text: str, limit: int = SIMILAR) -> Answer:
    """What resembles a text, such as the title of a case that is being written."""
    if len(text.strip()) < _SHORTEST_TITLE:
        return Answer([], 0, "meilisearch")
    answer, _counts = await _answer(
        reader,
        lambda: asking_engine.similar(reader, text, limit),
        lambda: asking_database.similar(reader, text, limit),
    )
    return answer


async def _note_looks(reader: Reader, hits: list[Hit]) -> None:
    """Snippets are words of reports, and who came to know any is kept."""
    if references := [hit.id for hit in hits if hit.type == "defect"]:
        await saw(reader, await Defect.filter(reference__in=references), LookAct.VIEWED)


async def _answer(
    reader: Reader, from_engine: Callable[[], Awaitable[Found]], from_database: Callable[[], Awaitable[Found]]
) -> tuple[Answer, dict[str, dict[str, int]]]:
    try:
        found, engine = await from_engine(), "meilisearch"
    except EngineAway:
        found, engine = await from_database(), "database"
    except EngineRefused:
        log.exception("The engine refused a search")
        found, engine = await from_database(), "database"
    hits = await checked(reader, found.passages)
    return Answer(hits, found.total - (len(found.passages) - len(hits)), engine), found.counts
