"""Thousands of hostile strings through everything that handles text without a database."""

import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from hub.errors import InvalidInput
from hub.files.images import examine
from hub.files.sniffing import LONGEST_NAME, clean_name, sniff
from hub.markdown import passages, render
from hub.markdown.sanitising import sanitised
from hub.text import Line, Prose, excerpt, fold, pad, plain
from tests.kernel.inert import assert_inert

REFUSALS = {"bad_text", "empty", "too_short", "too_long"}


@pytest.fixture(scope="module")
def strings() -> list[str]:
    path = Path(os.environ.get("HUB_REAL_DATA", "../shared/data"), "adversarial", "strings.jsonl")
    found = [json.loads(line)["text"] for line in path.read_text().strip().split("\n")]
    assert len(found) > 7_000
    return found


@pytest.mark.trial
def test_every_string_is_cleaned_or_refused_with_a_listed_reason(strings: list[str]) -> None:
    kept = 0
    for string in strings:
        for clean in (Line(200), Prose(100_000)):
            cleaned = _cleaned(clean, string)
            if cleaned is not None:
                kept += 1
                assert _cleaned(clean, cleaned) == cleaned
                assert "\x00" not in cleaned
                cleaned.encode()
    assert kept > 1.9 * len(strings)


@pytest.mark.trial
def test_every_string_renders_inert(strings: list[str]) -> None:
    for string in strings:
        rendered = render(string, base_url="https://hub.example", anchor="post-1", heading_ids=True)
        assert_inert(rendered.html)
        assert sanitised(rendered.html) == rendered.html
        passages(rendered.html)
        plain(rendered.html)


@pytest.mark.trial
def test_every_string_can_be_indexed_and_shortened(strings: list[str]) -> None:
    for string in strings:
        folded = pad(fold(string))
        assert pad(fold(folded)) == folded
        assert len(excerpt(string, 80)) <= 80


@pytest.mark.trial
async def test_every_string_is_a_safe_file_name_and_no_picture(strings: list[str]) -> None:
    for string in strings:
        name = clean_name(string)
        assert 0 < len(name.encode()) <= LONGEST_NAME
        assert name not in (".", "..")
        assert not set(name) & set('/\\<>:"|?*\x00\n\u202e')
        assert clean_name(name) == name
        content = string.encode("utf-8", "replace")
        kind = sniff(content, name)
        if kind.inline:  # Scripts that begin like a GIF.
            with pytest.raises(InvalidInput):
                await examine(BytesIO(content), kind)


def _cleaned(clean: Callable[[str], str], string: str) -> str | None:
    try:
        return clean(string)
    except PydanticCustomError as refusal:
        if refusal.type not in REFUSALS:
            raise
        return None
