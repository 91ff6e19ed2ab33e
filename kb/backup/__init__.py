"""A backup: one sealed file of the ledger and the settings, written, read again, put back."""
