"""What the operating system gives: workers and the sandbox."""
