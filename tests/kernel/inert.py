"""What no HTML made from people's text may hold; used by the tests of Markdown."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

ELEMENTS = {
    *(
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "ul",
        "ol",
        "li",
        "pre",
        "code",
        "span",
        "hr",
        "br",
    ),
    *("a", "img", "em", "strong", "del", "table", "thead", "tbody", "tr", "th", "td", "label", "input"),
}
ATTRIBUTES = {
    *("href", "title", "rel", "src", "alt", "loading", "class", "id", "start", "align"),
    *("data-mention", "data-reference", "type", "checked", "disabled"),
}


class _Inspector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data!r}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"a processing instruction: {data!r}")


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of `html` with their attributes, in order."""
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.elements


def assert_inert(html: str) -> None:
    """Nothing in `html` runs, loads from elsewhere, sends, hides or leaves by another scheme."""
    for tag, attributes in elements(html):
        assert tag in ELEMENTS, tag
        assert attributes.keys() <= ATTRIBUTES, attributes
        if tag == "a":
            scheme = urlsplit(re.sub(r"[\x00-\x20]", "", attributes["href"])).scheme
            assert scheme in ("", "http", "https", "mailto"), attributes
        if tag == "img":
            assert re.fullmatch(r"/files/[0-9a-f-]{36}", attributes["src"]), attributes
        if tag == "input":
            assert attributes["type"] == "checkbox", attributes
            assert "disabled" in attributes
