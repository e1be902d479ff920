"""What people want to hear of, and how far they have read."""

from discussions.watching.choosing import unwatch, watch, watch_space, watch_term
from discussions.watching.following import Followers, first_post_followers, followers_of, watchers_of
from discussions.watching.marking import follow_own, mark_read

__all__ = [
    "Followers",
    "first_post_followers",
    "follow_own",
    "followers_of",
    "mark_read",
    "unwatch",
    "watch",
    "watch_space",
    "watch_term",
    "watchers_of",
]
