"""Findings over this registry: when rules run, and what pages show and answer."""
