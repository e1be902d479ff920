"""How well duplicates of reports are suggested: ``python -m tests.bench.bench_duplicates``.

Asks the engine with the settings and the ranking of the hub, over real reports with known duplicates in HUB_REAL_DATA
(default ../shared/data). Prints the share of reports that have a known duplicate among the first 1, 5 and 10
suggestions: once by their titles alone, as anything similar is found, and once as reviewers are shown them, by title
and text. Two ways that differ by less than `chance` are equally good, for all that so few reports can tell.
"""

import json
import math
import tempfile
import time
from pathlib import Path
from typing import Any

from meilisearch import Client

from hub.embedded import start_meilisearch
from search.client import new_client, new_session
from search.relevance.ranking import ranked, searches
from search.relevance.words import comparable
from tests.bench.bench_relevance import DATA, index_set, things

SET = "gitbugs_en"
DEPTHS = (1, 5, 10)


def main() -> None:
    duplicates: dict[str, set[str]] = {}
    for line in (DATA / SET / "qrels.tsv").read_text().splitlines():
        question, document, _grade = line.split("\t")
        duplicates.setdefault(question, set()).add(document)
    reports = {thing["id"]: thing for thing in things(SET)}
    lines = (DATA / SET / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [
        (reports[question["exclude"][0]], duplicates[question["id"]])
        for question in map(json.loads, lines)
        if question["id"] in duplicates
    ]
    with tempfile.TemporaryDirectory(prefix="hub-") as folder, start_meilisearch(Path(folder)) as engine:
        session = new_session()
        client = new_client(engine.url, engine.key, (1, 120), session)
        index_set(client, SET)
        print(f"{SET}: {len(reports)} reports, {len(asked)} of them with known duplicates")
        _measure(client, "title alone", asked, with_body=False)
        _measure(client, "title and text", asked, with_body=True)
        session.close()


def _measure(
    client: Client, name: str, asked: list[tuple[dict[str, Any], set[str]]], *, with_body: bool
) -> None:
    found = dict.fromkeys(DEPTHS, 0)
    times = []
    for report, duplicates in asked:
        begun = time.perf_counter()
        order = _suggested(client, report, comparable(report["body"] or "") if with_body else "")
        times.append(time.perf_counter() - begun)
        for depth in DEPTHS:
            found[depth] += not duplicates.isdisjoint(order[:depth])
    times.sort()
    shares = "  ".join(f"success@{depth} {found[depth] / len(asked):.3f}" for depth in DEPTHS)
    chance = math.sqrt(found[5] * (len(asked) - found[5]) / len(asked) ** 3)
    print(
        f"{name:16} {shares}  chance {chance:.3f}  median {times[len(times) // 2] * 1000:.0f} ms", flush=True
    )


def _suggested(client: Client, report: dict[str, Any], body: str) -> list[str]:
    title = comparable(report["title"])
    among = {"indexUid": SET, "filter": f"object != {report['id']}"}
    results = client.multi_search([among | one for one in searches(title, body)])["results"]
    return [one.object for one in ranked(title, results, body)]


if __name__ == "__main__":
    main()
