"""Starting the application from its surroundings: folders, database, key."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from flask import Flask

from sourcing.places import data_folder, rules_folder
from sourcing.problems import InvalidInputError
from sourcing.records.archive import open_records
from sourcing.rulebook.load import load_rulebook
from sourcing.web.app import create_app
from sourcing.web.secret import kept_secret

FINDING, UNREADABLE = 1, 2


def application(hosts: Sequence[str] | None = None) -> Flask:
    """Return the application over the rules and the data of this machine.

    A rulebook with problems prints them all and exits 1; a folder that cannot be read exits 2.
    """
    try:
        rulebook = load_rulebook(rules_folder())
        records = open_records(data_folder(), url=os.environ.get("DATABASE_URL"))
        secret_key = kept_secret(data_folder())
    except InvalidInputError as error:
        print(*error.problems, sep="\n", file=sys.stderr)  # noqa: T201 - said before anything runs
        sys.exit(FINDING)
    except OSError as error:
        print(f"error: cannot be read: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(UNREADABLE)
    return create_app(rulebook, records=records, secret_key=secret_key, hosts=hosts)
