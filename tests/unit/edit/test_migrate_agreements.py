"""The agreements register of format 1 in the current format: the same facts, and nothing more that is confirmed."""

from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.projects import copy_project
from tests.support.sample import schemas

from casebound.edit.migrate_agreements import migrated_agreements
from casebound.edit.yaml_edit import CannotAmend
from casebound.load.strict_yaml import comments, read

BEFORE = b"""\
# The agreements.
format: 1

NO:
  country: Norway
  status: in_force
  in_force: 1984-07-01 # both lists
  seen_on: 2026-11-22
  confidence: seen # read in July
  limit:
    outbound_months: 60
    basis: agreement_specific
    confirmed: true # by the page
  self_employed:
    text: Residence decides,
      as in most agreements.
    rules: [residence]
    basis: copy
    # found twice
    confirmed: false # only in copies
  us_programs: FICA
    and SECA
  programs:
    confirmed: [old-age]
    unconfirmed: # not clear
      - work-injury # the text says accident
    text: Pensions.
  agency:
    text: NAV
    confirmed: false
  affiliate:
    required: true
    basis: required_seen
  extension: "Only if both
    countries agree." # asked in May
  extension_months: 6
  health_cover: copy-only # in a copy
  special_rules:
    - The first rule,
      which is long.
    # about the shelf
    - "The second: rule."
  conflicts:
    - The texts differ.
  field_confidence: # doubts
    agency: "From memory: not seen."
    in_force: One list is undated.
  sources:
    - url: https://secure.ssa.gov/poms.nsf/lnx/0201703001
      id: ssa-agreements-list
    # kept by a third party
    - url: http://pomsresource.org/poms/lnx/0302001546
    - id: a-note
      url: https://blog.example/norway
  earlier_terms:
    - until: 2003-08-31
      extension_months: 3
      limit:
        outbound_months: 12
        basis: agreement_specific
        confirmed: true

# The end.
"""
AFTER = b"""\
# The agreements.
format: 2

NO:
  country: Norway
  status: in_force
  in_force: 1984-07-01 # both lists
  seen_on: 2026-11-22
  label: official # read in July
  note: "in_force: One list is undated."
  limit:
    outbound_months: 60
    basis: agreement_specific
    label: official # by the page
  self_employed:
    text: Residence decides,
      as in most agreements.
    rules: [residence]
    label: copy
    # found twice
    # only in copies
  us_programs:
    text: FICA
      and SECA
    label: official
  programs:
    confirmed: [old-age]
    unconfirmed: # not clear
      - program: work-injury # the text says accident
        label: unknown
    text: Pensions.
    label: official
  agency:
    text: NAV
    label: unknown
    note: "From memory: not seen."
  affiliate:
    required: true
    basis: required_seen
    label: official
  extension:
    text: "Only if both
      countries agree." # asked in May
    months: 6
    label: official
  health_cover: # in a copy
    required: true
    label: copy
  special_rules:
    - text: The first rule,
        which is long.
      label: official
    # about the shelf
    - text: "The second: rule."
      label: official
  conflicts:
    - text: The texts differ.
  # doubts
  sources:
    - url: https://secure.ssa.gov/poms.nsf/lnx/0201703001
      label: official
      id: ssa-agreements-list
    # kept by a third party
    - url: http://pomsresource.org/poms/lnx/0302001546
      label: copy
    - id: a-note
      url: https://blog.example/norway
      label: third-party
  earlier_terms:
    - until: 2003-08-31
      extension:
        months: 3
        label: official
      limit:
        outbound_months: 12
        basis: agreement_specific
        label: official

# The end.
"""


def test_the_register_is_rewritten_with_its_comments_and_is_valid() -> None:
    assert migrated_agreements(BEFORE).decode() == AFTER.decode()
    assert list(schemas()["agreements"].errors(read(AFTER, "agreements.yml").data)) == []
    assert [text for *_, text in comments(AFTER)] == [text for *_, text in comments(BEFORE)]


def test_a_register_in_the_current_format_stays_as_it_is() -> None:
    assert migrated_agreements(AFTER) == AFTER


def test_windows_line_endings_stay() -> None:
    assert migrated_agreements(BEFORE.replace(b"\n", b"\r\n")) == AFTER.replace(b"\n", b"\r\n")


def test_a_row_that_was_read_on_pages_of_unknown_hosts_keeps_an_official_page() -> None:
    links = BEFORE[BEFORE.index(b"    - url: https://secure") : BEFORE.index(b"  earlier_terms")]
    after = migrated_agreements(BEFORE.replace(links, b"    - url: https://nav.example/rules\n"))
    assert b"    - url: https://nav.example/rules\n      label: official\n" in after


def test_a_layout_that_cannot_be_rewritten_safely_is_refused() -> None:
    spread = BEFORE.replace(
        b"  agency:\n    text: NAV\n    confirmed: false\n", b"  agency: {text: NAV, confirmed: false}\n"
    )
    with pytest.raises(CannotAmend, match="because of its layout"):
        migrated_agreements(spread)


def test_the_command_rewrites_the_register_with_the_cases(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ("NO-2026-001",))
    register = project / "registers" / "agreements.yml"
    register.write_bytes(BEFORE)
    assert run("migrate", "--check", "-C", project).code == 1
    assert register.read_bytes() == BEFORE
    result = run("migrate", "-C", project)
    assert result.code == 0
    assert "registers/agreements.yml: each fact has a label" in result.out
    assert register.read_bytes() == AFTER
