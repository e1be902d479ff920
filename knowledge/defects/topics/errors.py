"""What can go wrong with topics, told to people."""

from hub.errors import Conflict
from hub.i18n import _
from knowledge.models import Topic


class StaleTopic(Conflict):
    """Somebody of the team changed the topic since the editor began; `topic` is as it stands now."""

    code = "stale_topic"

    def __init__(self, topic: Topic) -> None:
        super().__init__(topic.id)
        self.topic = topic

    def message(self) -> str:
        return _("Somebody else changed this topic in the meantime. Look at it, then save yours again.")

    def details(self) -> dict[str, object]:
        return {"version": self.topic.version}


class TopicClosed(Conflict):
    """The team takes no more opinions."""

    code = "topic_closed"

    def message(self) -> str:
        return _("This topic is closed: no more opinions are taken.")


class OpinionReadersChanged(Conflict):
    """Opinions would be read by others than their author was told. Nothing was given yet."""

    code = "opinion_readers_changed"

    def __init__(self, audience_id: int | None) -> None:
        super().__init__()
        self.audience_id = audience_id

    def message(self) -> str:
        return _(
            "Who reads opinions has changed since you opened this page. Look below, then send yours again."
        )

    def details(self) -> dict[str, object]:
        return {"readers": self.audience_id}
