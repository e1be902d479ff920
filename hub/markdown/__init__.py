"""Markdown to safe HTML, once, when a text is written: pure functions, no database.

What a text may contain: CommonMark, tables, strikethrough, task lists, highlighted code, bare web
addresses, ``@handle``, ``[[thread:…]]`` and ``[[article:…]]``, and pictures from our own ``/files/``.
"""

from hub.markdown.passages import Passage, passages
from hub.markdown.rendering import Rendered, render
from hub.markdown.sanitising import sized

__all__ = ["Passage", "Rendered", "passages", "render", "sized"]
