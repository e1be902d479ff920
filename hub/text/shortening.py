"""Text made short, and text without markup: for lists, snippets, the index and mail."""

import re
from html.parser import HTMLParser

from hub.text.folding import HAN


def squeeze(text: str) -> str:
    """`text` on one line, each run of white space one space."""
    return " ".join(text.split())


def excerpt(text: str, length: int) -> str:
    """The beginning of `text` on one line, at most `length` characters, ending in “…” where it was cut."""
    line = squeeze(text)
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    if _LATIN.match(line[length - 1]) and _LATIN.match(cut[-1:]):
        cut = cut[: cut.rfind(" ", max(0, length - 30)) + 1] or cut
    return cut.rstrip() + "…"


def plain(html: str) -> str:
    """The words of rendered HTML for the index and for mail: blocks on their own lines, no markup."""
    reader = _PlainReader()
    reader.feed(html)
    reader.close()
    return reader.text()


_BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "table",
    "tr",
    "hr",
}
_LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")


class _PlainReader(HTMLParser):
    """Collects the text of sanitised HTML; a block begins a line, a cell is set off by a space."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = ["\n"]
        self._preformatted = False

    def text(self) -> str:
        """What was read, without empty lines."""
        lines = "".join(self._pieces).split("\n")
        return "\n".join(line.rstrip() for line in lines if line.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self._pieces.append("\n")
        elif tag in ("td", "th") and self._pieces[-1] not in ("\n", " "):
            self._pieces.append(" ")
        elif tag == "img":
            self._pieces.append(dict(attrs).get("alt") or "")
        elif tag == "input":
            self._pieces.append("☑" if "checked" in dict(attrs) else "☐")
        self._preformatted = self._preformatted or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._pieces.append("\n")
        if tag == "pre":
            self._preformatted = False

    def handle_data(self, data: str) -> None:
        if self._preformatted:
            self._pieces.append(data)
        elif words := _white_space_squeezed(data, at_start=self._pieces[-1] == "\n"):
            self._pieces.append(words)


def _white_space_squeezed(data: str, at_start: bool) -> str:
    """As a browser shows it, except that Chinese broken over two lines gets no gap."""
    squeezed = re.sub(r"\s+", " ", _BROKEN_CHINESE.sub("", data))
    return squeezed.lstrip() if at_start else squeezed


_BROKEN_CHINESE = re.compile(f"(?<=[{HAN}])\n(?=[{HAN}])")
