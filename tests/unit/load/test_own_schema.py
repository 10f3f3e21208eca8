"""The schema of a project can reject more than the schema of casebound, and never less."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.projects import copy_project

from casebound.load.schema import schema_of
from casebound.load.strict_yaml import read
from casebound.load.workspace import workspace
from casebound.model.errors import BrokenSchema
from casebound.pipeline.check import schemas_for

REGISTER = "policy"


def own(project: Path, content: Any, name: str = REGISTER) -> None:
    """Give the project a schema of its own."""
    (project / "schema").mkdir(exist_ok=True)
    (project / "schema" / f"{name}.schema.json").write_text(json.dumps(content))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project", ())


def policy(project: Path, was: str = "", becomes: str = "") -> Any:
    text = (project / "registers" / "policy.yml").read_text(encoding="utf-8")
    assert was in text
    return read(text.replace(was, becomes, 1).encode(), "policy.yml").data


@pytest.mark.parametrize("content", [{}, {"type": "object", "additionalProperties": True}, True])
def test_a_schema_of_the_project_allows_nothing_that_casebound_rejects(project: Path, content: Any) -> None:
    own(project, content)
    schema = schema_of(workspace(project), REGISTER)
    assert schema.errors(policy(project)) == ()
    assert schema.errors(policy(project, "    - data_quality\n")) != ()
    assert schema.errors(policy(project, "source_fresh_days: 30", "source_fresh_days: 9999")) != ()


def test_a_schema_of_the_project_can_reject_more(project: Path) -> None:
    own(project, {"properties": {"source_fresh_days": {"enum": ["14"]}}})
    (error,) = schema_of(workspace(project), REGISTER).errors(policy(project))
    assert error.path == ("source_fresh_days",)


def test_the_schemas_that_the_project_does_not_have_are_those_of_casebound(project: Path) -> None:
    own(project, {"type": "object"})
    found = schemas_for(workspace(project))
    assert all(schema.errors({"unknown": "x"}) for schema in found.values())


@pytest.mark.parametrize("content", [{"type": 7}, {"$ref": "other.schema.json"}, "text"])
def test_a_schema_of_the_project_that_is_none_or_leads_elsewhere_is_named(project: Path, content: Any) -> None:
    own(project, content)
    with pytest.raises(BrokenSchema, match=r"policy\.schema\.json"):
        schema_of(workspace(project), REGISTER)
