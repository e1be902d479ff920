"""Whole pages with people's words in them: nothing may act but what the hub itself put there."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

# What never stands on a page of ours; `svg` and its shapes do.
FORBIDDEN = {
    *(
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "base",
        "portal",
        "math",
        "style",
        "marquee",
    ),
    *(
        "foreignobject",
        "animate",
        "animatetransform",
        "animatemotion",
        "set",
        "use-",
        "audio",
        "video",
        "bgsound",
    ),
}
ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "xlink:href", "ping", "srcset", "cite"}
OWN_SCRIPT_TYPES = {"importmap", "module", ""}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert tag not in FORBIDDEN, tag
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, attributes)
            assert name not in ("style", "srcdoc"), (tag, attributes)
            assert re.fullmatch(r"[a-z][a-z0-9:-]*", name, re.IGNORECASE), (tag, name)
            if name in ADDRESSES:
                _check_address(tag, value)
        if tag == "script":
            assert attributes.get("type", "") in OWN_SCRIPT_TYPES, attributes
            assert attributes.get("src", "/static/").startswith("/static/"), attributes
            assert "src" in attributes or attributes.get("type") == "importmap", attributes
        if tag in ("img", "link"):
            source = attributes.get("src", attributes.get("href", ""))
            assert source.startswith(("/static/", "/files/", "/", "data:image/")), attributes
            assert not source.startswith("//"), attributes
        if tag == "meta":
            assert "http-equiv" not in attributes, attributes

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data[:200]!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"a processing instruction: {data[:200]!r}")

    def handle_decl(self, decl: str) -> None:
        assert decl.lower() == "doctype html", decl


def _check_address(tag: str, address: str) -> None:
    bare = re.sub(r"[\x00-\x20\u200b-\u200f\ufeff]", "", address)
    try:
        scheme = urlsplit(bare).scheme.lower()
    except ValueError:
        scheme = bare.partition(":")[0].lower()
    allowed = ("", "http", "https", "mailto", *(("data",) if tag in ("img", "link") else ()))
    assert scheme in allowed, (tag, address)


def assert_page_inert(html: str) -> str:
    """Nothing on the page runs, loads, or leads out by another scheme. Returns the words it shows."""
    page = _Page()
    page.feed(html)
    page.close()
    return "".join(page.words)
