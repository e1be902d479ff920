"""How well search finds what is known to be right: ``python -m tests.bench.bench_relevance``.

Asks the engine with the settings and the ranking of the hub, over sets of real questions with known answers in
HUB_REAL_DATA (default ../shared/data). Prints success@10: the share of questions that have a right answer among
the first ten hits; and the time of a question.
"""

import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from meilisearch import Client

from hub.embedded import start_meilisearch
from hub.markdown import passages, render
from search.client import new_client, new_session
from search.relevance.index_settings import SETTINGS
from search.relevance.ranking import ranked, searches
from search.relevance.words import comparable

DATA = Path(os.environ.get("HUB_REAL_DATA", Path(__file__).parents[3] / "shared/data"))
SETS = ("passages_zh", "banking77_en", "stackexchange_mini_en", "gitbugs_en")
QUESTIONS = 400


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hub-") as folder, start_meilisearch(Path(folder)) as engine:
        session = new_session()
        client = new_client(engine.url, engine.key, (1, 120), session)
        for name in SETS:
            index_set(client, name)
            _measure(client, name)
        session.close()


def index_set(client: Client, name: str) -> None:
    """An index of its own for a set."""
    _wait(client, client.create_index(name, {"primaryKey": "id"}))
    _wait(client, client.index(name).update_settings(dict(SETTINGS)))
    documents = [document for thing in things(name) for document in _documents(thing)]
    for start in range(0, len(documents), 2000):
        _wait(client, client.index(name).add_documents(documents[start : start + 2000]))


def things(name: str) -> Iterator[dict[str, Any]]:
    """What a set holds to be found."""
    file = DATA / name / "docs.jsonl"
    with (file if file.exists() else DATA / name / "threads.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _documents(thing: dict[str, Any]) -> Iterator[dict[str, Any]]:
    texts = [thing.get("body") or "", *(reply["body"] for reply in thing.get("replies", []))]
    for number, text in enumerate(texts):
        for part, passage in enumerate(passages(render(text).html) or [None]):
            yield {
                "id": f"{thing['id']}-{number}-{part}",
                "object": thing["id"],
                "title": comparable(thing["title"]),
                "labels": "",
                "text": comparable(f"{passage.heading}\n{passage.text}") if passage else "",
                "rank": 12 if number == part == 0 else 10,
            }


def _measure(client: Client, name: str) -> None:
    right: dict[str, set[str]] = {}
    for line in (DATA / name / "qrels.tsv").read_text().splitlines():
        question, document, _grade = line.split("\t")
        right.setdefault(question, set()).add(document)
    lines = (DATA / name / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [question for question in map(json.loads, lines) if question["id"] in right]
    random.Random(1).shuffle(asked)
    found, times = 0, []
    for question in asked[:QUESTIONS]:
        begun = time.perf_counter()
        query = comparable(question["text"])
        results = client.multi_search([{"indexUid": name, **one} for one in searches(query)])["results"]
        order = [one.object for one in ranked(query, results)]
        times.append(time.perf_counter() - begun)
        first = [object_ for object_ in order if object_ not in question.get("exclude", ())][:10]
        found += not right[question["id"]].isdisjoint(first)
    times.sort()
    print(
        f"{name:24} success@10 {found / len(times):.3f}  questions {len(times)}"
        f"  median {times[len(times) // 2] * 1000:.0f} ms  p95 {times[len(times) * 95 // 100] * 1000:.0f} ms",
        flush=True,
    )


def _wait(client: Client, task: Any) -> None:
    done = client.wait_for_task(task.task_uid, 600_000, 50)
    assert done.status == "succeeded", done.error


if __name__ == "__main__":
    main()
