"""What is next for each judged case."""
