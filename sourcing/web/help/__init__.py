"""The help: pages of plain text, whose every example is run by the tests."""
