"""The last pass over the parsed text: links and pictures get their policy, blocks their ids."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast
from uuid import UUID

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from hub.markdown import links
from hub.markdown.links import Reference


@dataclass(slots=True)
class Found:
    """What one text is rendered with and what it was found to name; travels in the parser's environment."""

    base_url: str
    anchor: str | None
    heading_ids: bool
    mentions: set[str] = field(default_factory=set)
    references: set[tuple[str, str]] = field(default_factory=set)
    files: set[UUID] = field(default_factory=set)


def install(md: MarkdownIt) -> None:
    """Add the pass to a parser."""
    md.core.ruler.push("finish", finish)


def finish(state: StateCore) -> None:
    """Apply the policy to all tokens of a text."""
    found = cast(Found, state.env["found"])
    _name_blocks(state.tokens, found)
    for opening, following in pairwise(state.tokens):
        if opening.type == "paragraph_open" and not opening.level:
            _mark_excerpt(opening, following)
    for index, token in enumerate(state.tokens):
        if token.type == "inline" and token.children:
            token.children = _with_policy(token.children, found, state)
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            # Inline styles are refused by our Content-Security-Policy.
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
        elif token.type == "list_item_open" and "checked" in token.meta:
            _put_checkbox(state.tokens[index + 1 : index + 3], checked=token.meta["checked"])


def _name_blocks(tokens: list[Token], found: Found) -> None:
    """Give each top-level block an id: search hits and tables of contents lead to it."""
    blocks = [token for token in tokens if not token.level and token.nesting >= 0 and token.type != "hr"]
    if found.anchor is not None:
        for number, token in enumerate(blocks, start=1):
            token.attrSet("id", f"{found.anchor}-p{number}")
    if found.heading_ids:
        slugs = Slugs()
        for token, following in pairwise(tokens):
            if token.type == "heading_open" and not token.level:
                token.attrSet("id", slugs.unique(following.content))


def _mark_excerpt(paragraph: Token, inline: Token) -> None:
    """A paragraph that is nothing but ``![[article:…#part]]`` becomes the place of that part; it holds a link to it."""
    match = links.EXCERPT.fullmatch(inline.content.strip())
    if not match:
        return
    target = Reference("article", match[1].lower())
    paragraph.attrSet("data-excerpt", f"article:{target.key}#{match[2]}")
    opening = Token("link_open", "a", 1, attrs=dict(target.attributes), meta={"reference": target})
    label = Token("text", "", 0, content=target.label)
    inline.children = [opening, label, Token("link_close", "a", -1)]


class Slugs:
    """Ids for headings; the prefix keeps them apart from ids of the page."""

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}

    def unique(self, heading: str) -> str:
        slug = "h-" + (re.sub(r"[\W_]+", "-", heading.casefold()).strip("-")[:60] or "section")
        while slug in self._uses:
            self._uses[slug] += 1
            slug = f"{slug}-{self._uses[slug]}"
        self._uses[slug] = 1
        return slug


def _with_policy(children: list[Token], found: Found, state: StateCore) -> list[Token]:
    finished: list[Token] = []
    in_link = False
    for position, token in enumerate(children):
        if token.type == "image":
            finished += _image(token, found, state, in_link=in_link)
            continue
        if token.type == "link_open":
            in_link = True
            label = children[position + 1]
            _finish_link(token, label, found)
        elif token.type == "link_close":
            in_link = False
        elif token.type in ("s_open", "s_close"):
            token.tag = "del"
        finished.append(token)
    return finished


def _finish_link(token: Token, label: Token, found: Found) -> None:
    """Note what the link names; a bare link to a page of ours becomes a reference."""
    if handle := token.meta.get("mention"):
        found.mentions.add(handle)
        return
    href = links.without_base(str(token.attrs["href"]), found.base_url)
    target: Reference | None = token.meta.get("reference")
    if target is None and token.info == "auto":
        target = links.reference_to(href)
        if target:
            label.content = target.label
    if target:
        found.references.add((target.kind, target.key))
        token.attrs = target.attributes
        return
    token.attrs["href"] = href
    if links.is_external(href):
        token.attrs["rel"] = "nofollow noopener ugc"
    elif file := links.file_at(href):
        found.files.add(file)


def _image(token: Token, found: Found, state: StateCore, *, in_link: bool) -> list[Token]:
    """A picture of our own; any other becomes a link, for loading it would tell its host who reads this."""
    source = links.without_base(str(token.attrs["src"]), found.base_url)
    renderer = cast(RendererHTML, state.md.renderer)
    alt = renderer.renderInlineAsText(token.children, state.md.options, state.env)
    title = {"title": token.attrs["title"]} if "title" in token.attrs else {}
    if file := links.file_at(source):
        found.files.add(file)
        token.type = "picture"
        token.attrs = {"src": f"/files/{file}", "alt": alt, **title, "loading": "lazy"}
        return [token]
    label = Token("text", "", 0, content=alt or source)
    if in_link:
        return [label]
    opening = Token("link_open", "a", 1, attrs={"href": source, **title})
    _finish_link(opening, label, found)
    return [opening, label, Token("link_close", "a", -1)]


def _put_checkbox(first_block: list[Token], *, checked: bool) -> None:
    """Begin an item's first line with its checkbox, labelled by that line."""
    if len(first_block) < 2 or first_block[1].type != "inline":
        return
    inline = first_block[1]
    box = Token("checkbox", "input", 0, attrs={"type": "checkbox", "disabled": ""})
    if checked:
        box.attrSet("checked", "")
    space = Token("text", "", 0, content=" ")
    inline.children = [
        Token("label_open", "label", 1),
        box,
        space,
        *(inline.children or []),
        Token("label_close", "label", -1),
    ]
