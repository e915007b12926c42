"""Alerts over this registry: how they ask, and where they are seen from outside."""
