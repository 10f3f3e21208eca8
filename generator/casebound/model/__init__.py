"""The values every other floor speaks in: days, periods, business days and the field's fixed words."""
