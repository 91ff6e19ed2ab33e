"""Pictures that several pages draw."""
