"""The words of the ontology: as values, read from Turtle, checked against, laid out."""
