"""The people register and the policy of format 1 in the current format. What they did not state is to be checked."""

from pathlib import Path

import pytest
from tests.support.commands import Run
from tests.support.projects import copy_project
from tests.support.sample import schemas

from casebound.edit.migrate_registers import BEGINS, migrated_people, migrated_policy
from casebound.edit.yaml_edit import CannotAmend
from casebound.load.strict_yaml import read

BEFORE = b"""\
# The people.
format: 1 # the first format

ann-price:
  name: Ann Price
  title: Head of compliance
  roles: # two of them
    - approver
    - legal # since her bar exam
  email: ann.price@example.com

ben-ode:
  name: Ben Ode
  title: Analyst
  roles: [operations, "data_quality"] # both
"""
AFTER = f"""\
# The people.
format: 2 # the first format

ann-price:
  name: Ann Price
  title: Head of compliance
  roles: # two of them
    - role: approver
      from: {BEGINS}
    - role: legal # since her bar exam
      from: {BEGINS}
  email: ann.price@example.com

ben-ode:
  name: Ben Ode
  title: Analyst
  roles: # both
    - role: operations
      from: {BEGINS}
    - role: data_quality
      from: {BEGINS}
""".encode()


def test_the_register_is_rewritten_with_its_comments_and_is_valid() -> None:
    assert migrated_people(BEFORE) == AFTER
    assert list(schemas()["people"].errors(read(AFTER, "people.yml").data)) == []


def test_a_register_in_the_current_format_stays_as_it_is() -> None:
    assert migrated_people(AFTER) == AFTER


def test_windows_line_endings_stay() -> None:
    assert migrated_people(BEFORE.replace(b"\n", b"\r\n")) == AFTER.replace(b"\n", b"\r\n")


def test_a_layout_that_cannot_be_rewritten_safely_is_refused() -> None:
    spread = BEFORE.replace(b'[operations, "data_quality"] # both', b"[operations,\n    data_quality]")
    with pytest.raises(CannotAmend, match="because of its layout"):
        migrated_people(spread)


POLICY_BEFORE = b"""\
format: 1

# The hosts.
official_hosts: # of authorities
  - ssa.gov # the agency
  # from a letter
  - "nav.example"

source_fresh_days: 30
"""
POLICY_AFTER = b"""\
format: 2

# The hosts.
official_hosts: # of authorities
  ssa.gov: # the agency
    authority: Social Security Administration
    country: US
  # from a letter
  nav.example:
    authority: not stated

source_fresh_days: 30
"""


def test_the_hosts_of_the_policy_get_their_authority_and_no_country_that_nobody_stated() -> None:
    assert migrated_policy(POLICY_BEFORE).decode() == POLICY_AFTER.decode()
    assert migrated_policy(POLICY_AFTER) == POLICY_AFTER
    with pytest.raises(CannotAmend, match="because of its layout"):
        migrated_policy(b"format: 1\nofficial_hosts: [ssa.gov]\n")


def test_the_command_rewrites_the_register_with_the_cases(tmp_path: Path, run: Run) -> None:
    project = copy_project(tmp_path / "project", ("NO-2026-001",))
    register = project / "registers" / "people.yml"
    register.write_bytes(BEFORE)
    assert run("migrate", "--check", "-C", project).code == 1
    assert register.read_bytes() == BEFORE
    result = run("migrate", "-C", project)
    assert result.code == 0
    assert "registers/people.yml: each role is from 1900-01-01" in result.out
    assert register.read_bytes() == AFTER
