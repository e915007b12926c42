"""The embedded engine: ArcadeDB from a Python wheel, run as a private child process on loopback.

`attach` starts it or joins the one that runs; `supervisor` is the process that owns it; the rest are their parts.
"""
