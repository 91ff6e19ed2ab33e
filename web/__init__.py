"""The explorer: pages over the knowledge base."""
