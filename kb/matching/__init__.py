"""Needs and what could answer them, put side by side: candidates with their reasons, never facts."""
