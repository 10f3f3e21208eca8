"""The files of a release: rendered or taken from the cache, listed, and published."""
