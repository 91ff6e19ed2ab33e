"""How what the knowledge base holds reads, on any page."""
