"""Pages: Jinja2 templates in the reader's language."""

from hub.pages.notices import add_notice
from hub.pages.rendering import (
    add_context,
    fragment,
    redirect,
    redirect_to_sign_in,
    render,
    render_text,
)

__all__ = [
    "add_context",
    "add_notice",
    "fragment",
    "redirect",
    "redirect_to_sign_in",
    "render",
    "render_text",
]
