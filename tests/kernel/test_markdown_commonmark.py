"""All examples of the CommonMark specification, but for those that differ on purpose, listed here.

The examples are not part of this project: HUB_REAL_DATA names the folder that holds them.
"""

import json
import os
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from hub.markdown import render

EXAMPLES = 655

DIFFERENCES: dict[str, set[int]] = {
    "raw HTML is shown as text": {
        *(21, 31, *range(148, 194), 203, 310, 311, 346, 477, 478, 479, 493, 496, 526, 538),
        *range(615, 620), 625, *range(627, 634), 645, 646,
    },
    "links have the schemes http, https and mailto only": {598, 600, 601, 603},
    "pictures from elsewhere are links": {519, 522, 533, *range(574, 592), 593},
    "only known languages of fenced code are named by a class": {24, 34, 144, 146},
    "bare web addresses are links": {604, 610, 613},
}  # fmt: skip


@pytest.mark.trial
def test_every_example_renders_as_specified_or_differs_for_a_listed_reason() -> None:
    path = Path(os.environ.get("HUB_REAL_DATA", "../shared/data"), "adversarial", "commonmark.jsonl")
    examples: list[dict[str, Any]] = [json.loads(line) for line in path.read_text().strip().split("\n")]
    assert len(examples) == EXAMPLES
    differing = {
        example["id"]
        for example in examples
        if _seen(render(example["markdown"]).html) != _seen(example["html"])
    }
    listed = [number for numbers in DIFFERENCES.values() for number in numbers]
    assert len(listed) == len(set(listed))
    assert differing == set(listed)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("<p>a<br />b</p>", '<p>a<br>b</p>', True),
        ('<a href="x">a</a>', '<a rel="nofollow" href="x">a</a>', True),
        ("<pre><code>a b</code></pre>", '<pre class="highlight"><code><span class="k">a</span> b</code></pre>', True),
        ("<p>a</p>", "<p>b</p>", False),
        ("<p>a</p>", "<h1>a</h1>", False),
        ('<a href="x">a</a>', '<a href="y">a</a>', False),
        ("<p>a</p>", "<p>&lt;p&gt;a</p>", False),
    ],
)  # fmt: skip
def test_comparing_overlooks_only_what_means_nothing(one: str, other: str, same: bool) -> None:
    assert (_seen(one) == _seen(other)) is same


def _seen(html: str) -> list[object]:
    """What a browser makes of `html`, without our colours of code and marks of leaving links."""
    events = _Events()
    events.feed(html)
    events.close()
    return [event for event in events.seen if event != ["text", "\n"]]


class _Events(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[list[object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: value or "" for name, value in attrs if name != "rel" and value != "highlight"}
        if tag != "span":
            self.seen.append(["start", tag, kept])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag != "span":
            self.seen.append(["end", tag])

    def handle_data(self, data: str) -> None:
        if self.seen and self.seen[-1][0] == "text":
            self.seen[-1][1] = f"{self.seen[-1][1]}{data}"
        else:
            self.seen.append(["text", data])

    def handle_comment(self, data: str) -> None:
        self.seen.append(["comment", data])

    def handle_decl(self, decl: str) -> None:
        self.seen.append(["declaration", decl])

    def handle_pi(self, data: str) -> None:
        self.seen.append(["instruction", data])

    def unknown_decl(self, data: str) -> None:
        self.seen.append(["declaration", data])
