"""Ranking for whole questions.

The engine ranks a few keywords well. Of a question it reads ten words, and a text that lacks the first (or the
rarest) of them is never seen. So a question becomes several searches, whose findings are put in order here by
BM25: a text is good when it often has the words that few texts have.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.relevance.index_settings import WORDS
from search.relevance.words import terms, tokens

MOST_TERMS = 12
_WHOLE = 4  # searches by the whole question
_WHOLE_LIMIT = 20  # passages from each search by the whole question
_TERM_LIMIT = 6  # passages from each search by one term
_RETRIEVED = ["id", "object", "title", "labels", "text", "rank", "holds"]

_K1 = 1.2
_B = 0.4
_USUAL_LENGTH = 150  # tokens
_TITLE_WEIGHT = 3
_ENGINE_WEIGHT = 3.0  # so that what only the engine understands (typos, synonyms) has a place
_ENGINE_FADES = 10  # places
_RANK_WEIGHT = 0.01
_PAST_WEIGHT = 0.7  # of what has expired
_WORST = 0.15  # of the best score; below it a finding is noise

# Of what stands beside a question, such as the text below a title. A report of a fault says much that all of them say;
# its words count little each, and together as much as the title.
_MOST_BESIDE = 40
_BESIDE_WEIGHT = 0.2


@dataclass(frozen=True)
class Candidate:
    """A passage that some of the searches found."""

    id: str
    object: str
    score: float


def searches(query: str, beside: str = "") -> list[dict[str, Any]]:
    """What to ask the engine for a comparable question, and what stands beside it; the caller adds index and filter."""
    meaningful = terms(query)
    whole: list[dict[str, Any]] = [
        {"q": query, "matchingStrategy": "frequency"},
        {"q": query, "matchingStrategy": "last"},
        {"q": " ".join(reversed(meaningful)), "matchingStrategy": "last"},
        {"q": query, "matchingStrategy": "frequency", "attributesToSearchOn": ["title"]},
    ]
    single: list[dict[str, Any]] = [{"q": term, "limit": _TERM_LIMIT} for term in _single(query, beside)]
    common: dict[str, Any] = {
        "attributesToRetrieve": _RETRIEVED,
        "attributesToSearchOn": WORDS,
        "limit": _WHOLE_LIMIT,
    }
    return [common | search for search in [*whole, *single]]


def ranked(query: str, results: Sequence[dict[str, Any]], beside: str = "") -> list[Candidate]:
    """The best passage of every object found by `searches`, the best object first."""
    around = tokens(" ".join(_beside(query, beside)))
    asked = dict.fromkeys(around, _BESIDE_WEIGHT) | dict.fromkeys(tokens(query), 1.0)
    found = {hit["id"]: hit for result in results for hit in result["hits"]}
    counted = {id_: _Counted(hit) for id_, hit in found.items()}
    rarity = _rarity(_single(query, beside), asked, results, counted.values())
    by_engine = _engine_order(results)
    best: dict[str, Candidate] = {}
    for id_, hit in found.items():
        score = counted[id_].score(asked, rarity)
        score += _ENGINE_WEIGHT / (1 + by_engine.get(hit["object"], 1000) / _ENGINE_FADES)
        score *= 1 + _RANK_WEIGHT * hit.get("rank", 0) / 10
        score *= 1 if hit.get("holds", 1) else _PAST_WEIGHT
        if hit["object"] not in best or best[hit["object"]].score < score:
            best[hit["object"]] = Candidate(id_, hit["object"], score)
    order = sorted(best.values(), key=lambda candidate: -candidate.score)
    return [candidate for candidate in order if candidate.score >= order[0].score * _WORST]


class _Counted:
    """How often a passage has each token."""

    def __init__(self, hit: dict[str, Any]) -> None:
        title = tokens(hit["title"]) + tokens(hit.get("labels") or "")
        text = tokens(hit["text"])
        self.length = len(title) + len(text)
        self.weights: dict[str, int] = {}
        for words, weight in ((title, _TITLE_WEIGHT), (text, 1)):
            for word in words:
                self.weights[word] = self.weights.get(word, 0) + weight

    def score(self, asked: Mapping[str, float], rarity: Mapping[str, float]) -> float:
        norm = _K1 * (1 - _B + _B * self.length / _USUAL_LENGTH)
        weights = ((word, share, self.weights.get(word, 0)) for word, share in asked.items())
        return sum(
            share * rarity[word] * weight * (_K1 + 1) / (weight + norm)
            for word, share, weight in weights
            if weight
        )


def _single(query: str, beside: str) -> list[str]:
    """The terms that are asked for alone."""
    return terms(query)[:MOST_TERMS] + _beside(query, beside)


def _beside(query: str, beside: str) -> list[str]:
    known = set(terms(query))
    return [term for term in terms(beside) if term not in known][:_MOST_BESIDE]


def _rarity(
    alone: Sequence[str], asked: Iterable[str], results: Sequence[dict[str, Any]], counted: Iterable[_Counted]
) -> dict[str, float]:
    """The inverse document frequency of each token: from the engine where it was asked for the term alone."""
    seen: dict[str, int] = {}
    for passage in counted:
        for word in passage.weights:
            seen[word] = seen.get(word, 0) + 1
    single = zip(alone, results[_WHOLE:], strict=False)
    known = {cut[0]: result["estimatedTotalHits"] for term, result in single if len(cut := tokens(term)) == 1}
    return {word: math.log(1 + 10_000 / (1 + known.get(word, 5 * seen.get(word, 0)))) for word in asked}


def _engine_order(results: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The place of each object when the four searches by the whole question are fused by reciprocal rank."""
    fused: dict[str, float] = {}
    for result in results[:_WHOLE]:
        for place, hit in enumerate(result["hits"]):
            fused[hit["object"]] = fused.get(hit["object"], 0) + 1 / (20 + place)
    return {object_: place for place, object_ in enumerate(sorted(fused, key=lambda name: -fused[name]))}
