"""Checks of the running site by tools from outside: `make vnu` and `make lighthouse`."""
