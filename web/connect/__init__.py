"""Who can introduce whom: routes, one route, the letter."""
