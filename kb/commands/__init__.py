"""The commands that need only the knowledge base; found through entry points."""
