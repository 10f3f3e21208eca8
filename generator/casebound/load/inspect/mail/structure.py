"""The parts of one message as a tree, and the parts to which its HTML refers."""

from dataclasses import dataclass, field

from casebound.load.inspect.mail.mime import Entity


@dataclass(slots=True)
class Node:
    """A part, the parts inside it, and text outside of these."""

    entity: Entity
    children: list["Node"] = field(default_factory=list)
    outside: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Resources:
    """The parts of a message to which its HTML may refer, by identifier and by address, and those that it shows."""

    by_id: dict[str, Entity] = field(default_factory=dict)
    by_name: dict[str, Entity] = field(default_factory=dict)
    by_location: dict[str, Entity] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


def collect(node: Node, resources: Resources) -> None:
    """Add the parts below a part to which HTML may refer."""
    entity = node.entity
    if entity.content_id:
        resources.by_id.setdefault(entity.content_id, entity)
    if entity.name:
        resources.by_name.setdefault(entity.name, entity)
    if entity.location:
        resources.by_location.setdefault(entity.location, entity)
    for child in node.children:
        collect(child, resources)


def kind_of(node: Node) -> str:
    """The type by which a version is known: for related parts, that of the first."""
    while node.entity.type in ("multipart/related", "multipart/mixed") and node.children:
        node = root_first(node)[0]
    return node.entity.type


def root_first(node: Node) -> list[Node]:
    """Related parts with the one that refers to the others at the beginning."""
    start = node.entity.parameters.get("start", "").strip("<> ")
    root = next((child for child in node.children if start and child.entity.content_id == start), None)
    if root is None:
        root = next(
            (child for child in node.children if child.entity.type in ("text/html", "multipart/alternative")), None
        )
    if root is None:
        return node.children
    return [root, *(child for child in node.children if child is not root)]
