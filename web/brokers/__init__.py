"""Who bridges: what was asked, the results, their words."""
