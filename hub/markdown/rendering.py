"""`render`: from what was typed to what is stored and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from hub.markdown import finishing, links, syntax
from hub.markdown.emphasis import InlineParser
from hub.markdown.finishing import Found
from hub.markdown.highlighting import Highlighter
from hub.markdown.sanitising import sanitised
from hub.text import scalar


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and what the text names: handles, things of ours as (kind, key), uploaded files."""

    html: str
    mentions: frozenset[str]
    references: frozenset[tuple[str, str]]
    files: frozenset[UUID]


def render(
    text: str, *, base_url: str = "", anchor: str | None = None, heading_ids: bool = False
) -> Rendered:
    """Render Markdown. Never fails; 100,000 characters of the worst kind take about a second of CPU.

    `base_url` is this hub's own address: links to it become paths, bare links to its threads and articles
    become references. With `anchor` each top-level block gets an id, ``post-12-p1``, ``post-12-p2``, … for
    the anchor ``post-12``; with `heading_ids` top-level headings get one made of their words, ``h-prices``.
    """
    found = Found(base_url, anchor, heading_ids)
    env: dict[str, Any] = {"found": found, "references": _References(), "highlighter": Highlighter()}
    costly = text.count("\n") + text.count("[")
    nesting = _DEEPEST if costly < _COSTLY else _DEEPEST_OF_COSTLY
    html = sanitised(_parser(nesting).render(scalar(text), env))
    return Rendered(html, frozenset(found.mentions), frozenset(found.references), frozenset(found.files))


# Lines that lazily continue n nested quotations, and brackets that never close, cost n tries each.
# A list takes two levels.
_DEEPEST = 20
_DEEPEST_OF_COSTLY = 8
_COSTLY = 8_000
_MOST_EXPANDED = 200_000


class _References(dict[str, dict[str, Any]]):
    """Link definitions, usable until their targets and titles have filled `_MOST_EXPANDED` characters.

    One long definition used thousands of times would otherwise grow to hundreds of megabytes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = _MOST_EXPANDED

    def get(self, label: str, default: Any = None) -> Any:
        reference = super().get(label)
        if reference is None or self._left < 0:
            return default
        self._left -= len(reference["href"]) + len(reference["title"])
        return reference


class _Renderer(RendererHTML):
    def fence(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        highlighter: Highlighter = env["highlighter"]
        code, language = highlighter.highlight(token.content, token.info)
        token.attrSet("class", "highlight")
        attributes = f' class="language-{language}"' if language else ""
        return f"<pre{self.renderAttrs(token)}><code{attributes}>{code}</code></pre>\n"

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.renderToken(tokens, idx, options, env)


class _Parser(MarkdownIt):
    def __init__(self, nesting: int) -> None:
        super().__init__("zero", renderer_cls=_Renderer)
        self.inline = InlineParser()
        self.configure("commonmark", {"html": False, "tasklists": True, "maxNesting": nesting})
        self.enable(["table", "strikethrough"])
        self.disable(["html_block", "html_inline"])
        syntax.install(self)
        finishing.install(self)

    def validateLink(self, url: str) -> bool:  # noqa: N802  # markdown-it's name
        return links.is_allowed(url)


@cache
def _parser(nesting: int) -> _Parser:
    return _Parser(nesting)
