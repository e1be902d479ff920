"""How cases end: the asker of a solved one is asked, and what they tell stands on it and on its answers."""

from discussions.outcomes.asking import ask_due, ask_forever
from discussions.outcomes.telling import tell

__all__ = ["ask_due", "ask_forever", "tell"]
