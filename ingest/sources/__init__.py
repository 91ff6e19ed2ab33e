"""One file a source; each exposes SOURCE."""
