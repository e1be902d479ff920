"""The words that rows of discussions are made of."""

from enum import StrEnum


class ReactionKind(StrEnum):
    """What somebody can say with one click. The words and icons are the page's."""

    AGREE = "agree"
    THANKS = "thanks"
    INSIGHT = "insight"
    WORKED = "worked"
    SAME = "same"


class WatchLevel(StrEnum):
    """What somebody wants to hear of a thread, or of all cases of a space or term; from least to most.

    `first_post` is for spaces and terms only: one thread has one first post. docs/notifications.md tells what each
    means.
    """

    MUTED = "muted"
    NORMAL = "normal"
    FIRST_POST = "first_post"
    TRACKING = "tracking"
    WATCHING = "watching"


class CaseKind(StrEnum):
    """What kind of case a thread is."""

    QUESTION = "question"
    COMPLAINT = "complaint"


class ComplaintStep(StrEnum):
    """The steps of a complaint, in their order."""

    RECEIVED = "received"
    RESPONSIBILITY = "responsibility"
    SOLVED = "solved"
    FOLLOWED_UP = "followed_up"
    SATISFACTION = "satisfaction"


class Satisfaction(StrEnum):
    """What the customer says when they are asked in the end."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    NOT_SATISFIED = "not_satisfied"
