"""How the corporate number register publishes: lines, files, events, and the records they give."""
