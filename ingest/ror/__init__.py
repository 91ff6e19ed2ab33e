"""How ROR publishes: records and the ties between them."""
