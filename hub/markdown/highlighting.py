"""Fenced code with Pygments' classes, so that the style sheet colours it in both themes."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from time import thread_time

import pygments
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType

# Names that people write after the fence.
LANGUAGES = {
    "bash": "bash", "bat": "bat", "c": "c", "cmd": "bat", "console": "console", "cpp": "cpp", "cs": "csharp",
    "csharp": "csharp", "css": "css", "diff": "diff", "docker": "docker", "dockerfile": "docker", "go": "go",
    "html": "html", "http": "http", "ini": "ini", "java": "java", "javascript": "javascript",
    "js": "javascript", "json": "json", "kotlin": "kotlin", "lua": "lua", "make": "make",
    "makefile": "make", "nginx": "nginx", "patch": "diff", "php": "php", "powershell": "powershell",
    "ps1": "powershell", "py": "python", "python": "python", "rb": "ruby", "ruby": "ruby", "rs": "rust",
    "rust": "rust", "sh": "bash", "shell": "bash", "sql": "sql", "swift": "swift", "toml": "toml",
    "ts": "typescript", "typescript": "typescript", "xml": "xml", "yaml": "yaml", "yml": "yaml",
}  # fmt: skip

CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)
"""Every class that coloured code may carry."""


class Highlighter:
    """Colours the code of one text for as long as the text's time lasts; the rest stays plain.

    Pygments takes quadratic time for some input: 43 seconds for 20,000 line breaks said to be C.
    """

    def __init__(self) -> None:
        self._seconds_left = 0.25

    def highlight(self, code: str, info: str) -> tuple[str, str | None]:
        """`code` as HTML, and its language when `info`, the words after the fence, name a known one."""
        words = info.split(maxsplit=1)
        language = LANGUAGES.get(words[0].lower()) if words else None
        usual = len(code) <= _MOST_CODE and not _UNUSUAL.search(code)
        coloured = self._coloured(code, language) if language and usual else None
        return coloured or escape(code, quote=False), language

    def _coloured(self, code: str, language: str) -> str | None:
        lexer = _lexer(language)
        started = thread_time()
        tokens = _until(started + self._seconds_left, lexer.get_tokens(code))
        try:
            return pygments.format(tokens, _FORMATTER)
        except _OutOfTime:
            return None
        finally:
            self._seconds_left -= thread_time() - started


_MOST_CODE = 10_000
# A single expression may take seconds for these; the clock is only looked at between expressions.
_UNUSUAL = re.compile(r"\s{200}|[^\n]{1000}")


class _OutOfTime(Exception):
    pass


def _until(deadline: float, tokens: Iterable[tuple[_TokenType, str]]) -> Iterator[tuple[_TokenType, str]]:
    for token in tokens:
        if thread_time() > deadline:
            raise _OutOfTime
        yield token


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
