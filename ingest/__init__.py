"""Real registers in: read, rows, records, resolve, plan, apply, report."""
