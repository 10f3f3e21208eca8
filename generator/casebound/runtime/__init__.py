"""Services of the operating system: worker processes, the sandbox, the tool chain, and flushing to the disk."""
