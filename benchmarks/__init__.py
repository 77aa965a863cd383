"""How fast the calculation is; `make bench` prints it."""
