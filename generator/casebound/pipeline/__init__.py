"""The order of the work: load, judge, plan, render, publish. Only this subpackage knows the order."""
