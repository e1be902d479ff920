"""Fenced code with Pygments' classes, so that the style sheet colours it in both themes."""

from functools import cache
from html import escape

from pygments import highlight as pygmentise
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

# Names that people write after the fence. The list is closed because Pygments has hundreds of lexers and
# some of them need seconds for a hostile kilobyte.
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
"""Every class that highlighted code may carry."""


def highlight(code: str, language: str) -> str:
    """`code` as HTML, its tokens wrapped in ``<span class=…>``; `language` is a value of `LANGUAGES`."""
    return str(pygmentise(code, _lexer(language), _FORMATTER))


def unhighlighted(code: str) -> str:
    """`code` as HTML without colours."""
    return escape(code, quote=False)


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
