"""Where the graph is kept: the driver, the embedded engine, schema, migrations, health.

Nothing outside this package knows which engine answers. The package itself imports nothing, so that the
embedded engine's supervisor starts without loading the driver.
"""
