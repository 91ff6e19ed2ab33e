"""The work-lists: each module exposes LIST."""
