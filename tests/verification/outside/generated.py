"""Variants of a case with other names, companies, citizenships and countries, each supported as the case is."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.sample import Bench, Edit, sealed

Change = Callable[[str], str]


def everywhere(content: Any, change: Change) -> Any:
    """Plain values with every text changed."""
    if isinstance(content, dict):
        return {key: everywhere(part, change) for key, part in content.items()}
    if isinstance(content, list):
        return [everywhere(part, change) for part in content]
    return change(content) if isinstance(content, str) else content


def renamed(name: str, company: str) -> Edit:
    """The worker and the company or activity have other names."""

    def edit(bench: Bench) -> None:
        of_worker = bench.case["worker"]["name"]
        employers = bench.registers["employers"]
        key = bench.case.get("employer")
        of_company = employers[key]["name"] if key else bench.case["activity"]["name"]
        bench.case = everywhere(bench.case, lambda text: text.replace(of_worker, name).replace(of_company, company))
        bench.case.pop("quotes", None)
        if key:
            employers[key]["name"] = company
        sealed(bench)

    return edit


def in_country(code: str) -> Edit:
    """The partner country has another code, with the same agreement."""

    def edit(bench: Bench) -> None:
        before = bench.case["partner"]
        bench.case = everywhere(bench.case, lambda text: code if text == before else text)
        for name in ("employers", "sources"):
            bench.registers[name] = everywhere(bench.registers[name], lambda text: code if text == before else text)
        bench.registers["agreements"][code] = bench.registers["agreements"][before]
        sealed(bench)

    return edit


def many_citizenships(bench: Bench) -> None:
    """The worker has a second citizenship that no rule asks about."""
    if bench.case["rule"]["kind"] != "nationality":
        bench.case["worker"]["citizenships"].append("BR")
    sealed(bench)


GENERATED: Mapping[str, tuple[Edit, ...]] = {
    "short names": (renamed("Bo Ek", "Ro AB (SPECIMEN)"),),
    "long names": (renamed("María José de la O García-Núñez", "Bäcker & Söhne, Maschinenbau GmbH (SPECIMEN)"),),
    "names of another script": (renamed("Ирина Павлова", "東京精工 K.K. (SPECIMEN)"),),
    "another country": (in_country("IE"),),
    "two citizenships": (many_citizenships,),
}
"""The edits of each variant."""
