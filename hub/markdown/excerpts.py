"""Named parts of rendered texts, and the places where parts of other texts are to be shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from hub.markdown.finishing import Slugs
from hub.markdown.links import EXCERPT
from hub.text import plain


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with all that stands under it, without the ids of its blocks. `name` is made of the heading's words."""

    name: str
    heading: str
    html: str


def sections(html: str) -> list[Section]:
    """What stands under each heading of HTML from `render`, in order; headings below it belong to it."""
    headings = list(_HEADING.finditer(html))
    slugs = Slugs()
    found = []
    for place, heading in enumerate(headings):
        # Without a copy of those that follow, which takes seconds for a text of headings alone.
        later = (headings[number] for number in range(place + 1, len(headings)))
        end = next((one.start() for one in later if one[1] <= heading[1]), len(html))
        words = plain(heading[0])
        found.append(Section(slugs.unique(words), words, without_ids(html[heading.start() : end])))
    return found


def without_ids(html: str) -> str:
    """Rendered `html` to stand on a page a second time."""
    return _ID.sub(r"\1", html)


def excerpts(html: str) -> list[tuple[str, str]]:
    """The excerpts for which HTML from `render` has a place: the key of each article, and the name of its part."""
    return [(match[1], match[2]) for match in _PLACE.finditer(html)]


def marks(text: str) -> set[tuple[str, str]]:
    """The same of a Markdown text, wherever in it the marks stand."""
    return {(match[1].lower(), match[2]) for match in EXCERPT.finditer(text)}


def replace_excerpts(html: str, shown: Callable[[str, str], str]) -> str:
    """Rendered `html` with what `shown` makes of each excerpt in its place."""
    return _PLACE.sub(lambda match: shown(match[1], match[2]), html)


def without_excerpts(html: str) -> str:
    """Rendered `html` as far as it is the text's own."""
    return _PLACE.sub("", html)


# Only the renderer writes elements and attributes: text holds no bare "<", and values neither "<" nor ">".
_ATTRIBUTES = r'(?: [a-z-]+="[^"<>]*")*'
_HEADING = re.compile(rf"<h([1-6]){_ATTRIBUTES} id=\"[^\"<>]*\"{_ATTRIBUTES}>.*?</h\1>", re.DOTALL)
_ID = re.compile(r'(<[a-z]+[0-9]?(?: (?!id=)[a-z-]+="[^"<>]*")*) id="[^"<>]*"')
_PLACE = re.compile(
    rf'<p{_ATTRIBUTES}? data-excerpt="article:([0-9a-f-]+)#([\w-]+)"{_ATTRIBUTES}>.*?</p>', re.DOTALL
)
