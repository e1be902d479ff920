"""A text in the blocks it consists of, as they were written."""

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from hub.text import scalar


def blocks(text: str) -> list[str]:
    """The top-level blocks of a Markdown text in order: those to which `render` gives an id with `anchor`."""
    text = scalar(text).replace("\r\n", "\n")
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    parser = _parser()
    parser.block.parse(text, parser, env, tokens)
    lines = text.split("\n")
    return [
        "\n".join(lines[token.map[0] : token.map[1]]).rstrip()
        for token in tokens
        if not token.level and token.nesting >= 0 and token.map and token.type not in ("hr", "inline")
    ]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    return parser.disable(["html_block"])
