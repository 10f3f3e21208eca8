"""The order of the work: load, validate, judge, render, publish. Only this package knows it."""
