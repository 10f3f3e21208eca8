"""The files of a release: made or taken from the cache, listed, published."""
