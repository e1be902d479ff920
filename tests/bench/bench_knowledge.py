"""How fast the pages of the knowledge base are: ``python -m tests.bench.bench_knowledge``.

5,000 articles, 300 lines about three rivals and 2,000 reviews of deals lie beside a forum of 500 cases; one process
serves, and every reader is signed in. No page is to take 50 ms (p50) when one is asked for at a time.
"""

import argparse
import asyncio
from collections.abc import Sequence

from tests.bench.knowledge_base import Amount, fill
from tests.bench.load import ANSWERS, Ask, Column, Plan, Table, drive
from tests.bench.measured_hub import MeasuredHub, measured_hub

READERS = 16
LIMIT = 50  # ms

COLUMNS = (*ANSWERS, Column("KB", ".1f"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="how long each page is measured (default 3)")
    arguments = parser.parse_args()
    amount = Amount()
    with measured_hub() as hub:
        asyncio.run(fill(hub.database_url, amount))
        measure(hub, amount, arguments.seconds)


def measure(hub: MeasuredHub, amount: Amount, seconds: float) -> None:
    """Print a line for every page."""
    people = hub.sign_in(READERS)
    about = f"{amount.articles:,} articles, {amount.lines} lines, {amount.reviews:,} reviews"
    table = Table("Pages of the knowledge base", about, *COLUMNS)
    serving = next(iter(hub.parts))
    for name, paths in pages(hub).items():
        outcome = drive(
            Plan(
                ports=hub.ports(),
                asks=[Ask(path) for path in paths],
                people=people,
                parts=hub.parts,
                at_once=1,
                seconds=seconds,
                visit=True,
            )
        )
        slow = f"over {LIMIT} ms" if outcome.p50 > LIMIT else ""
        table.row(
            name,
            1,
            outcome.per_second,
            outcome.p50,
            outcome.p95,
            outcome.p99,
            outcome.cpu(serving),
            outcome.cpu("database"),
            outcome.size / 1000,
            remark="; ".join(filter(None, [slow, outcome.remark])),
        )


def pages(hub: MeasuredHub) -> dict[str, Sequence[str]]:
    """The pages by what they are called; several addresses of one kind take turns."""
    for_all = "audience_id = (SELECT id FROM audience WHERE everyone)"
    articles, cases = (
        _ids(
            hub,
            f"SELECT id FROM article WHERE kind = '{kind}' AND confidence <> 'archived' AND {for_all} LIMIT 50",
        )
        for kind in ("solution", "success")
    )
    rivals = _ids(hub, f"SELECT id FROM article WHERE kind = 'competitor' AND {for_all}")
    reviews = _ids(hub, f"SELECT id FROM deal_review WHERE {for_all} LIMIT 50")
    return {
        "articles": ["/articles"],
        "articles of a product": ["/articles?product=product-3", "/articles?product=product-4"],
        "article": [f"/articles/{id_}" for id_ in articles],
        "case": [f"/articles/{id_}" for id_ in cases],
        "history": [f"/articles/{id_}/history" for id_ in articles],
        "edit": [f"/articles/{id_}/edit" for id_ in articles[:10]],
        "tree": ["/articles/tree"],
        "due": ["/articles/due"],
        "to promote": ["/articles/to-promote"],
        "activities": ["/activities"],
        "case library": ["/library"],
        "case library, product × personality": ["/library?rows=product&columns=personality"],
        "cases of a cell": ["/library/cases?personality=shrewd&stage=during"],
        "how to approach": [
            "/library/approach?personality=shrewd",
            "/library/approach?personality=proud&stage=before",
        ],
        "win/loss": ["/win-loss"],
        "win/loss of a year": ["/win-loss?since=year&rows=product&columns=personality"],
        "reviews": ["/reviews", "/reviews?competitor=competitor-3"],
        "review": [f"/reviews/{id_}" for id_ in reviews],
        "new review": ["/reviews/new"],
        "gaps": ["/gaps"],
        "rivals": ["/rivals"],
        "rival": [f"/rivals/{id_}" for id_ in rivals],
        "market": ["/rivals/market"],
        "matrix": ["/rivals/matrix"],
    }


def _ids(hub: MeasuredHub, query: str) -> list[int]:
    return [row["id"] for row in hub.fetch(query)]


if __name__ == "__main__":
    main()
