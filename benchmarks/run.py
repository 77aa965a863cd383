"""`make bench`: print how fast the site is, beside what it aims at. Nothing is asserted."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # started as a script, not as a module

from benchmarks import archive, calculation, effects, pages, search

PARTS = (calculation, effects, archive, pages, search)


def main() -> None:
    for part in PARTS:
        for line in part.report():
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
