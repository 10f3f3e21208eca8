"""Records against their schemas: a fast yes, and where it is no, each error in words with its place."""

from casebound.validate.schema import Schema, schemas_in
from casebound.validate.shape import RULES, SHAPE, ShapeError

__all__ = ["RULES", "SHAPE", "Schema", "ShapeError", "schemas_in"]
