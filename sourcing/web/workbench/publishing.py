"""Publishing: checked, written to the disk as a whole, kept as a version, and only then in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sourcing.problems import InvalidInputError, Problem
from sourcing.records.archive import Records
from sourcing.records.proven import Proven
from sourcing.records.rule_versions import Origin, OvertakenError, VersionLine, files_digest
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.web.rulebook_in_use import RulebookInUse, Standing, changes_between, keep_first
from sourcing.web.workbench import checking
from sourcing.web.workbench.checking import Checked
from sourcing.web.workbench.folder import BusyFolderError, RulesFolder

FEW = 8


class NotPublishedError(Exception):
    """Nothing was published; the message says why, `problems` what must be mended first.

    It was `overtaken` where somebody else came first.
    """

    def __init__(
        self, message: str, problems: tuple[Problem, ...] = (), *, overtaken: bool = False
    ) -> None:
        super().__init__(message)
        self.problems = problems
        self.overtaken = overtaken


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published: all files as they shall be, and what is said about it.

    `replaces` is the digest of the files that the editor saw in use, `over` of those on disk where
    they had seen that somebody changed them there.
    """

    files: Mapping[str, str]
    replaces: str
    author: str
    message: str
    origin: Origin = "published"
    over: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A set of files to check; equal ones are checked once."""

    digest: str
    on: date
    files: Mapping[str, str] = field(compare=False)
    proven: Proven = field(compare=False)


def check(files: Mapping[str, str], records: Records, *, on: date) -> Checked:
    """Check a set of files, or return what an earlier check found."""
    return _check(_Asked(files_digest(files), on, files, records.proven))


@lru_cache(maxsize=FEW)
def _check(asked: _Asked) -> Checked:
    return checking.checked(asked.files, asked.proven, on=asked.on)


def publish(
    in_use: RulebookInUse, records: Records, publication: Publication, *, on: date
) -> VersionLine:
    """Publish, or raise `NotPublishedError` with everything as it was.

    One who was asked to publish waits for others to finish; requests go on meanwhile, answered
    with what is in use.
    """
    folder = in_use.folder
    if folder is None:
        raise NotPublishedError("This rulebook has no folder of files to publish to.")
    with in_use.held():
        standing = in_use.standing
        _refuse_blind(standing, publication)
        _refuse_overtaken(in_use, records)
        found = check(publication.files, records, on=on)
        if found.rulebook is None or found.errors:
            fault = "The check found errors. Nothing was published, and what is in use stays so."
            raise NotPublishedError(fault, found.errors)
        try:
            version = _write(folder, standing, records, publication, found.rulebook)
        except OvertakenError as error:
            raise _overtaken(error.newest) from None
        except BusyFolderError as error:
            raise NotPublishedError(f"Nothing was published: {error}.") from None
        except OSError as error:
            fault = f"The folder of rules cannot be written to: {error.strerror or error}."
            raise NotPublishedError(fault) from None
        in_use.take(found.rulebook, publication.files, version)
    return version


def _refuse_blind(standing: Standing, publication: Publication) -> None:
    """Refuse to replace what the editor has not seen."""
    if standing.digest != publication.replaces:
        raise NotPublishedError(
            "The rulebook in use has changed since this page was made. Look at the differences "
            "again, then publish.",
            overtaken=True,
        )
    if files_digest(publication.files) == standing.digest:
        raise NotPublishedError("Nothing differs from the rulebook in use.")


def _refuse_overtaken(in_use: RulebookInUse, records: Records) -> None:
    """Refuse to publish over a version that another host has published and that is not here yet."""
    newest = records.rule_versions.newest()
    if newest and newest.number > in_use.seen:
        raise _overtaken(newest)


def _overtaken(newest: VersionLine) -> NotPublishedError:
    return NotPublishedError(
        f"{newest.author} published version {newest.number} at the same moment. Nothing of yours "
        "is lost: load this page again, look at the differences, then publish.",
        overtaken=True,
    )


def _write(
    folder: RulesFolder,
    standing: Standing,
    records: Records,
    publication: Publication,
    rulebook: Rulebook,
) -> VersionLine:
    with folder.alone():
        try:
            here = folder.texts()
        except InvalidInputError as error:
            raise NotPublishedError("The files on disk cannot be read.", error.problems) from None
        changes = changes_between(here, publication.files)
        for path in changes:
            if fault := folder.fault(path):
                raise NotPublishedError(f"{path} {fault}; it cannot be published over.")
        if files_digest(here) not in (standing.digest, publication.over):
            raise NotPublishedError(
                "The files on disk are not those in use: somebody changed them there. Make a "
                "draft of them, or put them back, before you publish."
            )
        written = folder.with_schema(changes, rulebook)
        folder.stage(written)
        keep_first(standing, records)
        newest = records.rule_versions.newest()
        records.rulebooks.keep(rulebook.fingerprint, canonical(rulebook.content))
        version = records.rule_versions.add(
            publication.files,
            rulebook.fingerprint,
            origin=publication.origin,
            author=publication.author,
            message=publication.message,
            after=newest.number if newest else None,
        )
        folder.complete(written)
    return version
