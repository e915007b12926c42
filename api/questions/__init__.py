"""Prepared questions over GET, for dashboards and spreadsheets."""
