"""The exhibits of a case page by page in one file: indexed, stamped, searchable where they can be, PDF/A-3B.

`inputs` turns a case view and its evidence into a task; `render` is a pure function of a task and the press, so
that it can run in any process, and `key` names its result for a cache.
"""

from casebound.render.exhibits.bundle import bundle, render, warm_up
from casebound.render.exhibits.task import BUNDLE, BundleTask, inputs, key

__all__ = ["BUNDLE", "BundleTask", "bundle", "inputs", "key", "render", "warm_up"]
