"""How CORDIS publishes: its tables, codes and bodies, and the records they give."""
