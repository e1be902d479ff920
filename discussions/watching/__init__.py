"""What people want to hear of, and how far they have read."""

from discussions.watching.choosing import unwatch, watch, watch_space, watch_term
from discussions.watching.following import (
    first_post_followers,
    muters_by_thread,
    term_followers,
    watchers_by_thread,
    watchers_of,
)
from discussions.watching.marking import follow_own, mark_read

__all__ = [
    "first_post_followers",
    "follow_own",
    "mark_read",
    "muters_by_thread",
    "term_followers",
    "unwatch",
    "watch",
    "watch_space",
    "watch_term",
    "watchers_by_thread",
    "watchers_of",
]
