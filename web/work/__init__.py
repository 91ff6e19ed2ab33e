"""The work-lists: what waits to be set right."""
