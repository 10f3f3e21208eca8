"""Values that every room shares: terms, days, records, rules, findings, judgments."""
