"""Emphasis that works in Chinese.

CommonMark decides by the neighbouring characters whether ``**`` opens or closes, and expects spaces
between words: in ``**报价：**请看`` the second pair closes nothing, because it stands between a punctuation
mark and a letter. The rule is relaxed where the letter is Chinese, Japanese or Korean; all other text is
read as the specification says.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType


class InlineParser(ParserInline):
    """markdown-it's inline parser over `InlineState`."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = InlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens

    def skipToken(self, state: StateInline) -> None:  # noqa: N802  # theirs
        known = state.cache.get(state.pos)
        if known is None:
            super().skipToken(state)
        else:
            # Millions of these answers are asked for in a text of brackets only; theirs comes too late.
            state.pos = known


class InlineState(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803  # theirs
        """Whether the run of markers at `start` may open and may close emphasis (CommonMark 0.31, 6.2)."""
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "

        space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
        mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
        apart_before = space_before or mark_before or bool(EAST_ASIAN.match(before))
        apart_after = space_after or mark_after or bool(EAST_ASIAN.match(after))

        left_flanking = not space_after and (not mark_after or apart_before)
        right_flanking = not space_before and (not mark_before or apart_after)
        return Scanned(
            left_flanking and (canSplitWord or not right_flanking or mark_before),
            right_flanking and (canSplitWord or not left_flanking or mark_after),
            end - start,
        )


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


EAST_ASIAN = re.compile(
    r"[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3100-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b2ff\U00020000-\U0003ffff]"
)
