"""Who can take whom to whom: routes over stated ties, and why each of them holds."""
