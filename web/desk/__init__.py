"""What people enter and set right: what of it may be shown, the forms, the tables."""
