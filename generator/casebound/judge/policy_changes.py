"""What the policy asked for in an earlier check and no longer asks for."""

from collections.abc import Collection, Iterable, Iterator

from casebound.model.registers import Policy

Loosening = tuple[str, str]
"""A setting of the policy, and a sentence that says how it became less strict."""

_MORE_IS_LESS_STRICT = ("source_fresh_days", "status_check_days", "proposed_days")
_FEWER_IS_LESS_STRICT = ("certificate_ending_days", "retention_years")


def loosenings(before: Policy, now: Policy) -> Iterator[Loosening]:
    """Each setting that is less strict than before. A setting that became stricter is left out."""
    yield from _settings(before, now)
    yield from _lists(before, now)
    yield from _numbers(before, now)


def _settings(before: Policy, now: Policy) -> Iterator[Loosening]:
    if now.cut_over is not None and (before.cut_over is None or now.cut_over > before.cut_over):
        earlier = f"was {before.cut_over}" if before.cut_over else "was not set"
        yield "cut_over", f"it is {now.cut_over} and {earlier}, so more cases can be taken over"
    if (before.separation, now.separation) == ("three", "two"):
        yield "separation", "it was three and is two"
    for label, lane in now.intake_labels.items():
        if before.intake_labels.get(label) is not lane:
            yield "intake_labels", f"“{label}” now means {lane.value}"


def _lists(before: Policy, now: Policy) -> Iterator[Loosening]:
    for step, roles in before.approvals.items():
        yield from _without("approvals", f"{step.value} no longer needs", roles, now.approvals.get(step, ()))
    for group, questions in before.needed_questions.items():
        left = now.needed_questions.get(group, ())
        yield from _without("needed_questions", f"{group} no longer needs", questions, left)
    words, hosts = (now.completed_words, before.completed_words), (now.official_hosts, before.official_hosts)
    yield from _without("completed_words", "new words count as completed:", *words)
    yield from _without("official_hosts", "new hosts count as official:", *hosts)


def _without(setting: str, words: str, entries: Iterable[str], known: Collection[str]) -> Iterator[Loosening]:
    if rest := [str(entry) for entry in entries if entry not in known]:
        yield setting, f"{words} {', '.join(rest)}"


def _numbers(before: Policy, now: Policy) -> Iterator[Loosening]:
    for name in (*_MORE_IS_LESS_STRICT, *_FEWER_IS_LESS_STRICT):
        was, is_now = getattr(before, name), getattr(now, name)
        if is_now > was if name in _MORE_IS_LESS_STRICT else is_now < was:
            yield name, f"it was {was} and is {is_now}"
