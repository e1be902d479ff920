"""Pages: Jinja2 templates in the reader's language."""

from hub.pages.notices import add_notice
from hub.pages.rendering import (
    add_context,
    fill,
    fragment,
    make_skeleton,
    redirect,
    redirect_to_sign_in,
    render,
    render_text,
)
from hub.pages.skeletons import Piece, Skeleton

__all__ = [
    "Piece",
    "Skeleton",
    "add_context",
    "add_notice",
    "fill",
    "fragment",
    "make_skeleton",
    "redirect",
    "redirect_to_sign_in",
    "render",
    "render_text",
]
