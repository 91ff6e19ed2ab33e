"""How the list of universities is written: cells, units and joint courses."""
