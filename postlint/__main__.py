"""`python -m postlint` is `postlint`; imports cli."""

from postlint.cli import main

if __name__ == "__main__":
    main()
