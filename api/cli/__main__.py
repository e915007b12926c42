"""Lets the command run as `python -m api.cli`."""

from api.cli import main

main()
