"""Asking the engine: a few keywords directly, a question by several searches that are ranked together here."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Any

from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.verification.standing import Standing
from search import indexes
from search.engine import EngineAway, EngineRefused, engine
from search.found import Found, Passage
from search.pending import pending
from search.question import SINCE_DAYS, Question
from search.relevance.highlights import spans_from_engine, spans_of_words
from search.relevance.index_settings import FACETS, WORDS
from search.relevance.ranking import Candidate, ranked, searches
from search.relevance.words import comparable, length_in_words, part_of_words, terms

_KEYWORDS = 4  # a query of more words is a question
_ENOUGH = 3  # fewer objects that have all keywords: others may be meant
_SHOWN = ["id", "object", "type", "post", "number", "anchor", "heading", "body"]

_NO_HITS: dict[str, Any] = {"page": 1, "hitsPerPage": 1, "attributesToRetrieve": ["id"]}

Filters = dict[str, str]


async def search(
    reader: Reader, question: Question, filed: dict[Facet, list[Term]], *, counted: bool = True
) -> Found:
    """The page of hits that `question` asks for, and the counts unless they are not wanted. May raise EngineAway."""
    query = comparable(question.q)
    allowed = await _allowed(reader)
    chosen = _chosen(question, filed)
    if length_in_words(query) <= _KEYWORDS:
        keywords = {"q": query, "attributesToSearchOn": WORDS}
        found, unfiltered = await _by_keywords(keywords, question, allowed, chosen, counted)
        if (not unfiltered or len(query) == 1) and (parts := part_of_words(query)):
            keywords = {"q": parts, "attributesToSearchOn": ["characters"]}
            found, unfiltered = await _by_keywords(keywords, question, allowed, chosen, counted)
            if unfiltered:
                return found
        if unfiltered >= _ENOUGH or not terms(query):
            return found
    return await _by_question(query, question, allowed, chosen, counted)


async def similar(reader: Reader, text: str, limit: int) -> Found:
    """What resembles a text, best first."""
    question = Question(limit=limit)
    chosen = _chosen(question, {})
    return await _by_question(comparable(text), question, await _allowed(reader), chosen, counted=False)


async def alike(reader: Reader, text: str, beside: str, limit: int, *, among: Iterable[str]) -> Found:
    """What resembles a text, and what stands beside it, of what fulfils all conditions in `among`, best first."""
    allowed = [*await _allowed(reader), *among]
    question = Question(limit=limit)
    return await _by_question(
        comparable(text), question, allowed, {}, counted=False, beside=comparable(beside)
    )


async def _allowed(reader: Reader) -> list[str]:
    """What the reader may see, as conditions: the policies of all that is indexed, said to the engine."""
    audiences = ", ".join(map(str, sorted(reader.audience_ids)))
    teams = ", ".join(map(str, sorted(reader.group_ids)))
    # What somebody reported, and what teams keep to themselves, has these fields; nothing else has.
    conditions = [f"audience IN [{audiences}] OR reporter = {reader.id} OR team IN [{teams}]"]
    if not reader.is_lead:
        conditions.append(f"hidden = false OR author = {reader.id}")
    return conditions + (await pending()).filters()


def _chosen(question: Question, filed: dict[Facet, list[Term]]) -> Filters:
    """A condition for each facet of which something is chosen."""
    conditions = {
        facet: f"{facet} IN [{', '.join(values)}]"
        for facet in ("type", "state", "kind")
        if (values := question.chosen(facet))
    }
    conditions |= {
        facet.value: f"{facet.value} IN [{', '.join(str(term.id) for term in terms_)}]"
        for facet, terms_ in filed.items()
    }
    if question.since:
        conditions["since"] = _since(question.since)
    # What holds no longer is found when it is asked for; the counts of the states tell that there is some.
    conditions.setdefault("state", f"state != {Standing.LAPSED}")
    return conditions


def _since(word: str) -> str:
    # Whole minutes, so that the same question asked again looks the same to the engine's cache.
    moment = int(time.time() / 60) * 60 - SINCE_DAYS[word] * 86400
    return f"created >= {moment}"


async def _by_keywords(
    keywords: dict[str, Any], question: Question, allowed: list[str], chosen: Filters, counted: bool
) -> tuple[Found, int]:
    """Objects that have all keywords, and how many there are without the chosen filters."""
    query = comparable(question.q)
    asked = keywords | {"matchingStrategy": "all"} | ({} if terms(query) else {"sort": ["created:desc"]})
    page = asked | {
        "filter": [*allowed, *chosen.values()],
        "page": question.page,
        "hitsPerPage": question.limit,
        "attributesToRetrieve": _SHOWN,
        "showMatchesPosition": True,
    }
    whole = [asked | {"filter": allowed} | _NO_HITS] if chosen else []
    counting = _counting(asked, allowed, chosen) if counted else []
    answers = await _ask([page, *whole, *counting])
    passages = [_passage(hit, query) for hit in answers[0]["hits"]]
    found = Found(passages, answers[0]["totalHits"], _counts(answers[1 + len(whole) :]))
    return found, answers[len(whole)]["totalHits"]


async def _by_question(
    query: str,
    question: Question,
    allowed: list[str],
    chosen: Filters,
    counted: bool,
    beside: str = "",
) -> Found:
    """The best objects of all that several searches find; filters choose among these."""
    results = await _ask([search | {"filter": allowed} for search in searches(query, beside)])
    order = await asyncio.to_thread(ranked, query, results, beside)
    if not order:
        return Found([], 0, {})
    among = [*allowed, f"object IN [{', '.join(candidate.object for candidate in order)}]"]
    fitting = {"q": "", "filter": [*among, *chosen.values()], "limit": len(order)}
    counting = _counting({"q": ""}, among, chosen) if counted else []
    [answer, *counts] = await _ask([fitting | {"attributesToRetrieve": ["object"]}, *counting])
    fits = {hit["object"] for hit in answer["hits"]}
    order = [candidate for candidate in order if candidate.object in fits]
    page = order[question.offset : question.offset + question.limit]
    return Found(await _shown(page, allowed, query), len(order), _counts(counts))


async def _shown(page: Sequence[Candidate], allowed: list[str], query: str) -> list[Passage]:
    if not page:
        return []
    ids = f"id IN [{', '.join(candidate.id for candidate in page)}]"
    asked = {"q": "", "filter": [*allowed, ids], "limit": len(page), "attributesToRetrieve": _SHOWN}
    [answer] = await _ask([asked])
    hits = {hit["id"]: hit for hit in answer["hits"]}
    # A document may have changed between two requests; then the next search has it.
    return [_passage(hits[candidate.id], query) for candidate in page if candidate.id in hits]


async def _ask(queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask the index all at once, and whether it may be asked."""
    mark = {"q": "", "filter": f"id = {indexes.MARK}", "limit": 1}
    named = [{"indexUid": indexes.main(), **query} for query in (*queries, mark)]
    try:
        *answers, marked = await engine().search(named)
    except EngineRefused:
        if not await indexes.complete():
            raise EngineAway("The index is not built yet.") from None
        raise
    if marked["hits"] != [await indexes.mark()]:
        raise EngineAway("The index is being built anew.")
    return answers


def _counting(asked: dict[str, Any], allowed: list[str], chosen: Filters) -> list[dict[str, Any]]:
    """Searches for counts only. A facet's own choice does not narrow its counts, so that more can be chosen."""

    def counting(without: str = "", also: Iterable[str] = (), facets: Iterable[str] = ()) -> dict[str, Any]:
        others = [condition for facet, condition in chosen.items() if facet != without]
        return {
            **asked,
            "filter": [*allowed, *others, *also],
            "facets": list(facets),
            **_NO_HITS,
        }

    unchosen = [facet for facet in FACETS if facet not in chosen]
    return [
        counting(facets=unchosen),
        *(counting(facet, facets=[facet]) for facet in chosen if facet != "since"),
        *(counting("since", [_since(word)]) for word in SINCE_DAYS),
    ]


def _counts(results: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    if not results:
        return {}
    *distributions, week, month, year = results
    counts: dict[str, dict[str, int]] = {}
    for result in distributions:
        counts |= result.get("facetDistribution", {})
    since = zip(SINCE_DAYS, (week, month, year), strict=True)
    return counts | {"since": {word: result["totalHits"] for word, result in since if result["totalHits"]}}


def _passage(hit: dict[str, Any], query: str) -> Passage:
    positions = hit.get("_matchesPosition", {})
    title = spans_from_engine(hit["heading"], positions.get("title", []))
    body = spans_from_engine(hit["body"], positions.get("text", []))
    if not title and not body:
        title, body = spans_of_words(hit["heading"], query), spans_of_words(hit["body"], query)
    type_, _dash, id_ = hit["object"].partition("-")
    return Passage(
        type=type_,
        id=int(id_),
        post_id=hit.get("post"),
        number=hit.get("number"),
        anchor=hit["anchor"],
        title=hit["heading"],
        body=hit["body"],
        title_spans=title,
        body_spans=body,
    )
