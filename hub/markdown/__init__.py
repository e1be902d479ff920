"""Markdown to safe HTML, once, when a text is written: pure functions, no database.

What a text may contain: CommonMark, tables, strikethrough, task lists, highlighted code, bare web
addresses, ``@handle``, ``[[thread:…]]`` and ``[[article:…]]``, pictures from our own ``/files/``, and, in a
paragraph of its own, ``![[article:…#part]]``: only the place of such an excerpt is kept, what stands there is
shown to each reader as they may see it.
"""

from hub.markdown.blocks import blocks
from hub.markdown.passages import Passage, passages
from hub.markdown.rendering import Rendered, render
from hub.markdown.sanitising import sized

__all__ = ["Passage", "Rendered", "blocks", "passages", "render", "sized"]
