"""`python -m sourcing`, the same as the command `sourcing`."""

from sourcing.cli.main import main

if __name__ == "__main__":
    main()
