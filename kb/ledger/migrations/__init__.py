"""The ledger's migrations; a revision's name is its file's name, and they sort by it."""
