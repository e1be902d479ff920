"""Words that people searched for in vain: kept without saying by whom, for ninety days."""

import re
from datetime import datetime

from hub.database import connection, now
from hub.text import HAN, fold, squeeze
from knowledge.models.gaps import LONGEST_QUERY

# What was typed once may be a slip, or somebody's secret; what is typed again and again is a gap.
SHOWN_FROM = 3
KEPT_DAYS = 90

# Names of people and companies cannot be told from other words, but these can: addresses and long numbers.
_PERSONAL = re.compile(r"@|\d(?:[\s().+-]*\d){6}")
_HAN = re.compile(f"[{HAN}]")

# Tried again within the hour it is the same person, most likely, and the same need.
_REMEMBER = """
INSERT INTO missed_search AS known (query, locale, asked, last_at) VALUES ($1, $2, 1, $3)
ON CONFLICT (query, locale) DO UPDATE SET asked = known.asked + 1, last_at = EXCLUDED.last_at
WHERE known.last_at < EXCLUDED.last_at - interval '1 hour'
"""


async def remember(query: str, *, at: datetime | None = None) -> None:
    """Note that nothing was found for `query`, unless it is too long to be a search or looks like personal data."""
    words = squeeze(fold(query))
    if words and len(words) <= LONGEST_QUERY and not _PERSONAL.search(words):
        locale = "zh" if _HAN.search(words) else "en"
        await connection().execute_query(_REMEMBER, [words, locale, at or now()])
