"""Layers (optional content) of a PDF: whether any content is off, or differs between screen and print."""

from collections.abc import Mapping
from typing import Any

_DEEPEST = 20
States = Mapping[tuple[int, int], bool]


def hidden_layers(document: Any) -> tuple[str, ...]:
    """Layers that are off on the screen, and layers that print otherwise than they show, in words."""
    import pikepdf

    properties = document.Root.get("/OCProperties")
    if not isinstance(properties, pikepdf.Dictionary):
        return ()
    shown, printed = (_states(properties, event) for event in ("/View", "/Print"))
    memberships = [item for item in document.objects if _is_membership(item)]
    found = []
    if not all(shown.values()) or not all(_visible(item, shown) for item in memberships):
        found.append("hidden layers")
    if any(shown[layer] != printed[layer] for layer in shown) or any(
        _visible(item, shown) != _visible(item, printed) for item in memberships
    ):
        found.append("layers that differ between screen and print")
    return tuple(found)


def _is_membership(item: Any) -> bool:
    import pikepdf

    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/OCMD"


def _states(properties: Any, event: str) -> dict[tuple[int, int], bool]:
    """Whether each layer is on for an event, /View or /Print, as the default configuration says."""
    import pikepdf

    config = properties.get("/D", pikepdf.Dictionary())
    layers = [layer for layer in properties.get("/OCGs", []) if isinstance(layer, pikepdf.Dictionary)]
    states = {layer.objgen: config.get("/BaseState", "/ON") != "/OFF" for layer in layers}
    for key, state in (("/ON", True), ("/OFF", False)):
        states |= {layer.objgen: state for layer in config.get(key, []) if isinstance(layer, pikepdf.Dictionary)}
    for usage in config.get("/AS", []):
        if isinstance(usage, pikepdf.Dictionary) and usage.get("/Event") == event:
            for layer in usage.get("/OCGs", []):
                states |= _used(layer, list(map(str, usage.get("/Category", []))), event)
    return states


def _used(layer: Any, categories: list[str], event: str) -> dict[tuple[int, int], bool]:
    """The state that the usage of a layer sets for an event."""
    if event not in categories:
        return {}
    state = layer.get("/Usage", {}).get(event, {}).get(f"{event}State")
    return {} if state is None else {layer.objgen: state != "/OFF"}


def _visible(membership: Any, states: States) -> bool:
    """Whether content of a membership dictionary shows."""
    import pikepdf

    if isinstance(membership.get("/VE"), pikepdf.Array):
        return _expression(membership.VE, states, 0)
    groups = membership.get("/OCGs", [])
    groups = [groups] if isinstance(groups, pikepdf.Dictionary) else list(groups)
    on = [states.get(group.objgen, True) for group in groups if isinstance(group, pikepdf.Dictionary)]
    if not on:
        return True
    policy = str(membership.get("/P", "/AnyOn"))
    return {"/AllOn": all(on), "/AnyOff": not all(on), "/AllOff": not any(on)}.get(policy, any(on))


def _expression(expression: Any, states: States, depth: int) -> bool:
    import pikepdf

    if isinstance(expression, pikepdf.Dictionary):
        return states.get(expression.objgen, True)
    if depth > _DEEPEST or not isinstance(expression, pikepdf.Array) or not len(expression):
        return True
    operator, operands = str(expression[0]), list(expression)[1:]
    values = [_expression(operand, states, depth + 1) for operand in operands]
    if operator == "/Not":
        return not all(values)
    return any(values) if operator == "/Or" else all(values)
