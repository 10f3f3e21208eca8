"""The order of the work: load, judge, plan, render, publish. Only this room knows it."""
