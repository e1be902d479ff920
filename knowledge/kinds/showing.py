"""The typed values of a content as one reader may see them: what they refer to is shown by title, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub import references
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.references import Target
from knowledge.kinds.kind import Field, Kind
from knowledge.kinds.tables import Rows

# What a reader may see of the things that contents refer to, by noun and key.
Targets = Mapping[tuple[str, str], Target]


@dataclass(frozen=True)
class Value:
    """A filled typed field: its `text`, or the things it refers to, or the columns and rows of its table."""

    field: Field
    text: str = ""
    targets: Sequence[Target] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


async def targets_of(reader: Reader, kind: Kind, contents: Iterable[Mapping[str, Any]]) -> Targets:
    """Those of the things that contents of a kind refer to which `reader` may see."""
    asked = {
        (shape.noun, key)
        for content in contents
        for name, shape in kind.references
        for key in shape.keys(content.get(name))
    }
    return await references.resolve(reader, asked) if asked else {}


def seen(kind: Kind, content: Mapping[str, Any], targets: Targets) -> dict[str, Any]:
    """A content without references to what the reader may not see."""
    shown = dict(content)
    for name, shape in kind.references:
        if name in shown:
            keys = shape.keys(shown[name])
            shown[name] = shape.stored(key for key in keys if (shape.noun, key) in targets)
    return shown


def typed(kind: Kind, content: Mapping[str, Any], targets: Targets) -> dict[str, str]:
    """A content as the fields of its form have it."""
    shown = seen(kind, content, targets)
    values = {one.name: one.shape.typed(shown.get(one.name)) for one in kind.fields}
    for name, shape in kind.references:
        if shape.noun != "person":
            values[name] = "\n".join(targets[shape.noun, key].url for key in shape.keys(shown.get(name)))
    return values


def told(kind: Kind, content: Mapping[str, Any], targets: Targets) -> dict[str, str]:
    """A content in words, for comparing two states of it."""
    values = {one.name: one.shape.told(content.get(one.name)) for one in kind.fields}
    for name, shape in kind.references:
        keys = shape.keys(content.get(name))
        values[name] = "\n".join(
            targets[shape.noun, key].title for key in keys if (shape.noun, key) in targets
        )
    return values


def values(kind: Kind, content: Mapping[str, Any], targets: Targets) -> list[Value]:
    """The filled typed fields in their order, for the page of an article."""
    shown = seen(kind, content, targets)
    words = told(kind, shown, targets)
    return [
        _value(one, shown[one.name], words[one.name], targets)
        for one in kind.fields
        if not one.prose and shown.get(one.name) not in (None, "", [])
    ]


def _value(one: Field, value: Any, words: str, targets: Targets) -> Value:
    shape = one.shape
    if isinstance(shape, Rows):
        columns = [_(column.label) for _name, column in shape.columns]
        return Value(one, columns=columns, rows=[shape.cells(row) for row in value])
    if one.widget in ("person", "references"):
        keys = shape.keys(value)  # type: ignore[attr-defined]  # only references have these widgets
        return Value(one, targets=[targets[shape.noun, key] for key in keys])  # type: ignore[attr-defined]
    return Value(one, words)


async def settle(
    actor: Reader, kind: Kind, sent: Mapping[str, Any], known: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """What `actor` sent, its references by uid; InvalidInput for one that they may not see and that is not `known`.

    What the first known content refers to and the actor may not see is kept: nobody takes away what they are not shown.
    """
    settled = dict(sent)
    before = list(known)
    visible = await targets_of(actor, kind, [sent, *before])
    errors = {}
    for name, shape in kind.references:
        present = {key for content in before for key in shape.keys(content.get(name))}
        kept = [
            key
            for content in before[:1]
            for key in shape.keys(content.get(name))
            if (shape.noun, key) not in visible
        ]
        keys = []
        for key in shape.keys(sent.get(name)):
            if target := visible.get((shape.noun, key)):
                keys.append(str(target.uid))
            elif key in present:
                keys.append(key)
            else:
                errors[name] = _("“%(key)s” is nothing that you can see.") % {"key": key[:60]}
        if name in settled:
            settled[name] = shape.stored([*keys, *kept])
    if errors:
        raise InvalidInput(errors)
    return settled
