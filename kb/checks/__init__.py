"""One check a file: what must agree with what; `kb.verifying` runs them."""
