"""`python -m simulator` is the command `musclesim`."""

from simulator.cli import main

main()
