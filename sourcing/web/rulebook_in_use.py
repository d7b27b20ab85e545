"""The rulebook in use: one at a time for every request, taken up from the disk when it is sound.

Every request reads the standing once and keeps it. What changes on the disk or in the database is
noticed by the requests themselves, at most once in `PAUSE_SECONDS`; whichever notices first checks
it while the others are answered with the last good one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Final

from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.records.archive import Records
from sourcing.records.rule_versions import StoredVersion, VersionLine, files_digest
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.web.workbench.checking import sound
from sourcing.web.workbench.folder import BusyFolderError, RulesFolder, Stamp

PAUSE_SECONDS: Final = 0.5
DISK: Final = "the files on disk"


@dataclass(frozen=True, slots=True)
class Refused:
    """Newer rule files that may not come into use, and why."""

    problems: tuple[Problem, ...]
    noticed: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A rulebook, the files that it was made of, and since when it answers.

    `refused` speaks of newer files; `checking` says that newer ones were just found.
    """

    rulebook: Rulebook
    since: datetime
    files: Mapping[str, str]
    digest: str
    refused: Refused | None = None
    checking: bool = False


def _now() -> datetime:
    return datetime.now(UTC)


class RulebookInUse:
    """The standing of one process, and how it moves on; without a folder it never does."""

    def __init__(  # noqa: PLR0913 - what was read at the start, and where from
        self,
        rulebook: Rulebook,
        *,
        records: Records,
        folder: RulesFolder | None = None,
        files: Mapping[str, str] | None = None,
        stamp: Stamp | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.folder = folder
        self._records = records
        self._now = now
        self._lock = Lock()
        self._asked = 0.0
        self._stamp = stamp
        self._seen = 0
        digest = files_digest(files or {})
        since = now()
        newest = records.rule_versions.newest() if folder else None
        if newest and newest.digest == digest:
            since = newest.created
        if newest and (newest.digest == digest or not records.rule_versions.stood_at(digest)):
            # Otherwise the folder stands at an older version, and `look` brings it up to date.
            self._seen = newest.number
        self._standing = Standing(rulebook, since, dict(files or {}), digest)

    @property
    def standing(self) -> Standing:
        """What answers now."""
        return self._standing

    @property
    def seen(self) -> int:
        """The number of the newest version that this process has noticed, 0 before the first."""
        return self._seen

    @property
    def read_only(self) -> bool:
        """Whether nothing can be published: there is no folder, or none that can be written."""
        return self.folder is None or self.folder.read_only

    def look(self) -> Standing:
        """Take up what has changed, if it is time to look and nobody else does; return what answers."""
        if self.folder is None or time.monotonic() - self._asked < PAUSE_SECONDS:
            return self._standing
        if self._lock.acquire(blocking=False):
            try:
                self._follow(self.folder)
            finally:
                self._asked = time.monotonic()
                self._lock.release()
        return self._standing

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the other requests of this process from looking or publishing meanwhile."""
        with self._lock:
            yield

    def take(self, rulebook: Rulebook, files: Mapping[str, str], version: VersionLine) -> None:
        """Put a version in use that stands on the disk, for one who holds the lock."""
        self._seen = version.number
        self._stamp = self.folder.stamp() if self.folder else None
        self._standing = Standing(rulebook, version.created, dict(files), version.digest)

    def _follow(self, folder: RulesFolder) -> None:
        newest = self._records.rule_versions.newest()
        try:
            if self._stamp is None or folder.stamp() != self._stamp:
                self._standing = replace(self._standing, checking=True)
                self._from_disk(folder, newest)
            elif newest and newest.number > self._seen:
                self._from_database(folder, newest)
        except BusyFolderError:
            return
        except OSError as error:
            self._stamp = None
            place = Place(str(folder.path))
            self._refuse([Problem(place, "error", f"cannot be read: {error.strerror or error}")])
        finally:
            self._standing = replace(self._standing, checking=False)

    def _from_disk(self, folder: RulesFolder, newest: VersionLine | None) -> None:
        stamp = folder.stamp()
        try:
            files, stamp = folder.read()
            digest = files_digest(files)
            if digest == self._standing.digest:
                self._standing = replace(self._standing, refused=None)
            else:
                rulebook = sound(files, self._records.proven)
                if newest is None or newest.digest != digest:
                    newest = self._record(rulebook, files)
                self._seen = newest.number
                self._standing = Standing(rulebook, newest.created, files, digest)
        except InvalidInputError as error:
            self._refuse(error.problems)
        self._stamp = stamp

    def _from_database(self, folder: RulesFolder, newest: VersionLine) -> None:
        """Take up what was published elsewhere."""
        version = self._records.rule_versions.get(newest.number)
        if version is not None and version.digest != self._standing.digest:
            try:
                rulebook = sound(version.files, self._records.proven)
            except InvalidInputError as error:
                self._seen = newest.number
                self._refuse(error.problems)
                return
            refused = None
            with suppress(OSError):  # a folder that cannot be written is as good as none
                refused = self._bring_up(folder, version, rulebook)
            self.take(rulebook, version.files, newest)
            self._standing = replace(self._standing, refused=refused)
        self._seen = newest.number

    def _bring_up(
        self, folder: RulesFolder, version: StoredVersion, rulebook: Rulebook
    ) -> Refused | None:
        """Write a version to the folder, unless somebody changed the files there by hand.

        Return why those were refused.
        """
        with folder.alone():
            try:
                here = folder.texts()
            except InvalidInputError as error:
                return Refused(tuple(error.problems), self._now())
            changes = changes_between(here, version.files)
            if changes and files_digest(here) != self._standing.digest:
                return self._standing.refused
            if changes:
                folder.replace(folder.with_schema(changes, rulebook))
        return None

    def _record(self, rulebook: Rulebook, files: Mapping[str, str]) -> VersionLine:
        keep_first(self._standing, self._records)
        self._records.rulebooks.keep(rulebook.fingerprint, canonical(rulebook.content))
        return self._records.rule_versions.add(
            files,
            rulebook.fingerprint,
            origin="found",
            author=DISK,
            message="Changed on disk",
        )

    def _refuse(self, problems: Iterable[Problem]) -> None:
        refused = Refused(tuple(problems), self._now())
        self._standing = replace(self._standing, refused=refused)


def changes_between(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str | None]:
    """Return the texts to write, and None for each file to remove, to make the new of the old."""
    gone: dict[str, str | None] = dict.fromkeys(old.keys() - new.keys())
    return gone | {path: text for path, text in new.items() if old.get(path) != text}


def keep_first(standing: Standing, records: Records) -> None:
    """Keep the rulebook that the very first change replaces, so that it can come back."""
    if records.rule_versions.newest() is None:
        book = standing.rulebook
        records.rulebooks.keep(book.fingerprint, canonical(book.content))
        records.rule_versions.add(
            standing.files,
            book.fingerprint,
            origin="found",
            author=DISK,
            message="As it stood before the first change",
        )
