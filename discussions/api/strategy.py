"""What the API tells of a strategy beside its post."""

from pydantic import BaseModel

from discussions.queries.strategies import StrategyView


class StrategyOut(BaseModel):
    """What makes a reply a strategy."""

    title: str
    votes: int
    comments: int

    @classmethod
    def of(cls, view: StrategyView) -> "StrategyOut":
        return cls(title=view.title, votes=view.votes, comments=len(view.comments))
