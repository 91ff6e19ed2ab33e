"""What comes in: sources, and how they are read, checked and brought to the ledger."""
