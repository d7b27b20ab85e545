"""Starting the application from its surroundings: folders, database, key."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from flask import Flask

from sourcing.places import data_folder, rules_folder
from sourcing.problems import InvalidInputError
from sourcing.records.archive import Records, open_records
from sourcing.records.database import DatabaseUnusableError
from sourcing.rulebook.load import load_texts
from sourcing.web.app import create_app
from sourcing.web.rulebook_in_use import RulebookInUse
from sourcing.web.serving.secret import kept_secret
from sourcing.web.workbench.checking import law_problems
from sourcing.web.workbench.folder import RulesFolder

FINDING, UNREADABLE = 1, 2


def application(hosts: Sequence[str] | None = None) -> Flask:
    """Return the application over the rules and the data of this machine.

    A rulebook with problems, or one whose laws do not hold, prints them all and exits 1; a folder
    that cannot be read exits 2.
    """
    folder = RulesFolder(rules_folder())
    try:
        files, stamp = folder.read()
        rulebook = load_texts(files)
        records = open_records(data_folder(), url=os.environ.get("DATABASE_URL"))
        secret_key = _secret_key(records)
        if broken := law_problems(rulebook, records.proven):
            raise InvalidInputError(broken)  # noqa: TRY301 - told like every other problem
    except InvalidInputError as error:
        for problem in error.problems:
            place = replace(problem.place, path=str(folder.path / problem.place.path))
            print(replace(problem, place=place), file=sys.stderr)  # noqa: T201 - before anything runs
        sys.exit(FINDING)
    except OSError as error:
        said = error if isinstance(error, DatabaseUnusableError) else f"cannot be read: {error}"
        print(f"error: {said}", file=sys.stderr)  # noqa: T201
        sys.exit(UNREADABLE)
    in_use = RulebookInUse(rulebook, records=records, folder=folder, files=files, stamp=stamp)
    return create_app(in_use, records=records, secret_key=secret_key, hosts=hosts)


def _secret_key(records: Records) -> str:
    """Return the key that signs cookies, the same for every process that may answer for another."""
    return (
        records.keys.kept("cookies") if records.database.is_shared else kept_secret(data_folder())
    )
