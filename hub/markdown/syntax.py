"""What our Markdown adds inside a line: bare web addresses, ``@handle``, ``[[thread:…]]``.

Each rule follows markdown-it's contract: at `state.pos` it either declines, or moves past what it read
and, unless `silent`, pushes tokens.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from hub.markdown.emphasis import EAST_ASIAN
from hub.markdown.links import LONGEST_ADDRESS, NAMED, named


def install(md: MarkdownIt) -> None:
    """Add the rules to a parser."""
    md.inline.ruler.before("link", "reference_mark", reference)
    md.inline.ruler.before("escape", "web_address", web_address)
    md.inline.ruler.after("link", "mention", mention)


def reference(state: StateInline, silent: bool) -> bool:
    """``[[thread:KEY]]``."""
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        target = named(match)
        if state.linkLevel:
            state.append_pending(target.label)
        else:
            _push_link(state, target.attributes, target.label).meta["reference"] = target
    state.pos = match.end()
    return True


def web_address(state: StateInline, silent: bool) -> bool:
    """``https://…`` without brackets; it ends before Chinese text and before closing punctuation."""
    if state.src[state.pos] != ":" or state.linkLevel:
        return False
    scheme = _SCHEME_BEFORE.search(state.src, max(0, state.pos - 6), state.pos)
    if not scheme:
        return False
    match = _ADDRESS.match(state.src, scheme.start(1), state.posMax)
    if not match or match.end() - match.start() > LONGEST_ADDRESS:
        return False
    address = _without_closing_punctuation(match.group())
    href = state.md.normalizeLink(address)
    if not state.md.validateLink(href):
        return False
    if not silent:
        # An escape may have put the letters of the scheme elsewhere than into the pending text.
        if not state.pending.endswith(scheme.group(1)):
            return False
        state.pending = state.pending[: -len(scheme.group(1))]
        _push_link(state, {"href": href}, address, info="auto")
    state.pos = scheme.start(1) + len(address)
    return True


def mention(state: StateInline, silent: bool) -> bool:
    """``@handle``, also directly after Chinese text, but no part of an e-mail address or a path."""
    if state.src[state.pos] != "@" or state.linkLevel:
        return False
    if state.pos and state.src[state.pos - 1] in _NEVER_BEFORE_MENTION:
        return False
    match = _MENTION.match(state.src, state.pos, state.posMax)
    if not match or _NEVER_AFTER_MENTION.match(state.src, match.end(), state.posMax):
        return False
    after = state.src[match.end() : match.end() + 1]
    if after.isalnum() and not EAST_ASIAN.match(after):
        return False
    name = match.group(1).rstrip("._-")
    if len(name) > _LONGEST_HANDLE:
        return False
    if not silent:
        handle = name.lower()
        attributes: dict[str, str | int | float] = {
            "class": "mention",
            "href": f"/people/{handle}",
            "data-mention": handle,
        }
        _push_link(state, attributes, "@" + name).meta["mention"] = handle
    state.pos += 1 + len(name)
    return True


_LONGEST_HANDLE = 39
_REFERENCE = re.compile(rf"\[\[{NAMED}\]\]")
_SCHEME_BEFORE = re.compile(r"(?<![A-Za-z0-9])(https?)\Z", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?"
    rf"(?:[/?#][a-z0-9._~:/?#@!$&'()+,;=%-]{{0,{LONGEST_ADDRESS}}})?",
    re.IGNORECASE,
)
_MENTION = re.compile(r"@([a-z0-9][a-z0-9._-]{0,100})", re.IGNORECASE)
_NEVER_BEFORE_MENTION = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+%/=&#~@\\")
_NEVER_AFTER_MENTION = re.compile(r"@|/[a-z0-9]", re.IGNORECASE)


def _push_link(
    state: StateInline, attributes: dict[str, str | int | float], label: str, info: str = ""
) -> Token:
    opening = state.push("link_open", "a", 1)
    opening.attrs = attributes
    opening.info = info
    state.push("text", "", 0).content = label
    state.push("link_close", "a", -1)
    return opening


def _without_closing_punctuation(address: str) -> str:
    """`address` without the marks that end a sentence and without brackets opened before it."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while (last := address[end - 1]) in ".,:;!?'_~" or (last == ")" and surplus > 0):
        surplus -= last == ")"
        end -= 1
    return address[:end]
