"""Typed, frozen values of what people write: the case record and the registers it cites."""
