"""The second wall: whatever the renderer wrote, only these elements, attributes and values leave it."""

import re
from collections.abc import Mapping
from uuid import UUID

import nh3

from hub.markdown.highlighting import CLASSES, LANGUAGES
from hub.markdown.links import UID


def sanitised(html: str) -> str:
    """`html` with everything removed that is not on the lists below."""
    return _CLEANER.clean(html)


def sized(html: str, sizes: Mapping[UUID, tuple[int, int]]) -> str:
    """Rendered `html` with the width and height of pictures, so that the page does not jump as they load."""

    def with_size(image: re.Match[str]) -> str:
        size = sizes.get(UUID(image.group(1)))
        return f'{image.group()} width="{size[0]}" height="{size[1]}"' if size else image.group()

    return _IMAGE.sub(with_size, html)


_IMAGE = re.compile(rf'<img src="/files/({UID})"')

_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "pre", "table"}
_VALUES = {
    "id": re.compile(r"[a-z]+(?:-[\w-]+)?"),
    "src": re.compile(rf"/files/{UID}"),
    "start": re.compile(r"[0-9]{1,9}"),
    "data-mention": re.compile(r"[a-z0-9._-]{1,39}"),
    "data-reference": re.compile(r"(?:thread|article|topic):[0-9a-f-]{1,36}|defect:D-[0-9A-Z]{8}"),
    "data-excerpt": re.compile(r"article:[0-9a-f-]{1,36}#[\w-]{1,80}"),
    "rel": re.compile("nofollow noopener ugc"),
}


def _only_known_values(_element: str, attribute: str, value: str) -> str | None:
    pattern = _VALUES.get(attribute)
    return value if pattern is None or pattern.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_BLOCKS
    | {"a", "br", "code", "del", "em", "hr", "img", "input", "label", "li", "span", "strong"}
    | {"thead", "tbody", "tr", "th", "td"},
    attributes={
        **{block: {"id"} for block in _BLOCKS},
        "p": {"id", "data-excerpt"},
        "ol": {"id", "start"},
        "a": {"href", "title", "rel", "data-mention", "data-reference"},
        "img": {"src", "alt", "title", "loading"},
        "input": {"type", "checked", "disabled"},
    },
    tag_attribute_values={
        "th": {"align": {"left", "center", "right"}},
        "td": {"align": {"left", "center", "right"}},
    },
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
    allowed_classes={
        "a": {"mention", "reference"},
        "pre": {"highlight"},
        "code": {f"language-{name}" for name in LANGUAGES.values()},
        "span": set(CLASSES),
        "ul": {"contains-task-list"},
        "ol": {"contains-task-list"},
        "li": {"task-list-item"},
    },
    attribute_filter=_only_known_values,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
