"""The shape of a decision's document: taken from the records that it is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache, reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, StringConstraints, create_model

from sourcing.brief import Answer, Lot
from sourcing.decision.cost.analysis.analyse import TotalsMoney
from sourcing.decision.cost.analysis.money import LotMoney
from sourcing.decision.document.write import HISTORY, NUMBERS, SCHEMA
from sourcing.decision.explanation.model import Explanation, Flip, Flips, Settling
from sourcing.decision.model.channels import ChannelOutcome
from sourcing.decision.model.cost import Cost, Money, Today
from sourcing.decision.model.decision import LotDecision, ProposedSlice, ProposedSplit, Totals
from sourcing.decision.model.vendors import VendorFlag
from sourcing.values import FIGURE_PATTERN, FINGERPRINT_PATTERN, Day

Fields: TypeAlias = dict[str, Any]
Figure: TypeAlias = Annotated[str, StringConstraints(strict=True, pattern=FIGURE_PATTERN)]
Digest: TypeAlias = Annotated[str, StringConstraints(strict=True, pattern=FINGERPRINT_PATTERN)]

REQUIRED: Final = ...
TEXTS: Final = list[str]


@cache
def shape_of(*, ours: bool) -> type[BaseModel]:
    """Return the model of a document as this version writes it.

    One that another version wrote, and so not `ours`, may hold more, and lack what came later.
    """
    return _Shapes(ours=ours).document()


class _Shapes:
    """Makes the models of one document's parts."""

    def __init__(self, *, ours: bool) -> None:
        self._ours = ours
        self._made: dict[type, type[BaseModel]] = {}

    def document(self) -> type[BaseModel]:
        later = REQUIRED if self._ours else None
        return self._model(
            "Document",
            {
                "schema_": (Literal[SCHEMA], REQUIRED),
                "engine": (str, REQUIRED),
                "rulebook": (Digest, REQUIRED),
                "date": (Day, REQUIRED),
                "brief": (dict[str, Any], REQUIRED),
                "lots": (_listed(self._lot()), REQUIRED),
                "flags": (_listed(self.of(VendorFlag)), REQUIRED),
                "totals": (self._totals(), REQUIRED),
                "ownership": (self._ownership() | None, REQUIRED),
                "rivals": (TEXTS, REQUIRED),
                "unscreenable_rivals": (TEXTS, REQUIRED),
                "names": (self._names(), REQUIRED),
                "seals": (dict[str, Digest] if self._ours else Any, later),
                "content": (dict[str, Any], {}),
                HISTORY: (list[dict[str, str | None]], []),
            },
        )

    def of(self, kind: type) -> type[BaseModel]:
        """Return the model of a record that is written field by field."""
        if kind not in self._made:
            self._made[kind] = self._model(kind.__name__, self._fields(kind))
        return self._made[kind]

    def _model(self, name: str, parts: Fields) -> type[BaseModel]:
        extra: Literal["forbid", "ignore"] = "forbid" if self._ours else "ignore"
        config = ConfigDict(
            extra=extra,
            strict=True,
            regex_engine="python-re",
            alias_generator=lambda part: part.removesuffix("_"),
        )
        return create_model(name, __config__=config, **parts)

    def _fields(self, kind: type, **instead: Any) -> Fields:  # noqa: ANN401 - annotations
        """Return the fields of a record, some of them with another annotation; None leaves one out."""
        hints = get_type_hints(kind)
        found: Fields = {}
        for field in fields(kind):
            given = field.name in instead
            hint = instead[field.name] if given else self._plain(hints[field.name], field.name)
            if hint is not None:
                optional = field.default is not MISSING and not self._ours
                found[field.name] = (hint, None if optional else REQUIRED)
        return found

    def _plain(self, hint: Any, name: str) -> Any:  # noqa: ANN401
        """Return the annotation of a value as the document holds it; see `document._values`."""
        parts = get_args(hint)
        if hint in (Decimal, date):
            return Day if hint is date else float if name in NUMBERS else Figure
        if isinstance(hint, type) and is_dataclass(hint):
            return self.of(hint)
        if not parts or get_origin(hint) is Literal:
            return hint
        if get_origin(hint) is tuple:
            return _listed(self._either(parts, name))
        if get_origin(hint) in (Mapping, dict):
            return _mapped(self._plain(parts[1], name))
        return self._either(parts, name)

    def _either(self, parts: tuple[Any, ...], name: str) -> Any:  # noqa: ANN401
        if any(get_origin(part) in (list, tuple) for part in parts):
            return Answer | None if type(None) in parts else Answer
        kinds = [self._plain(part, name) for part in parts if part is not Ellipsis]
        return reduce(or_, dict.fromkeys(kinds))

    def _lot(self) -> type[BaseModel]:
        flips = _listed(self.of(Flip))
        explanation = self._explanation()
        told: Fields = {
            "flips": (flips if self._ours else flips | None, REQUIRED),
            "explanation": (explanation if self._ours else explanation | None, REQUIRED),
        }
        if not self._ours:
            told = {name: (hint, None) for name, (hint, _) in told.items()}
        money = {"money": (self.of(LotMoney) | None, REQUIRED if self._ours else None)}
        split = self._split() | None
        return self._model("LotDecision", {**self._outcome(split), **money, **told})

    def _outcome(self, split: Any) -> Fields:  # noqa: ANN401
        cost = self._cost()
        channel = self._model("ChannelOutcome", self._fields(ChannelOutcome, cost=cost | None))
        today = self._model("Today", self._fields(Today, cost=cost))
        return self._fields(LotDecision, channels=_listed(channel), split=split, today=today | None)

    def _cost(self) -> Any:  # noqa: ANN401
        percentiles = dict.fromkeys(("p10", "p50", "p90"), (Figure | None, REQUIRED))
        parts = {**self._fields(Cost, total=None), **self._fields(Money), **percentiles}
        return self._model("Cost", parts)

    def _split(self) -> type[BaseModel]:
        nothing = (type(None), REQUIRED)
        decision = self._model(
            "SliceDecision",
            {**self._outcome(type(None)), "flips": nothing, "explanation": nothing},
        )
        part = self._fields(ProposedSlice, lot=Lot, decision=decision)
        slices = _listed(
            self._model("ProposedSlice", {**part, "recommended": (str | None, REQUIRED)})
        )
        return self._model("ProposedSplit", self._fields(ProposedSplit, slices=slices))

    def _explanation(self) -> type[BaseModel]:
        flips = self._model("Flips", self._fields(Flips, listed=None))
        parts = self._fields(Explanation, flips=flips, settling=None)
        return self._model("Explanation", {**parts, **self._fields(Settling)})

    def _totals(self) -> type[BaseModel]:
        money = {
            name: (hint | None, default)
            for name, (hint, default) in self._fields(TotalsMoney).items()
        }
        return self._model("Totals", {**self._fields(Totals), **money})

    def _ownership(self) -> type[BaseModel]:
        texts = ("id", "parent", "child", "kind", "as_of", "confidence", "says")
        tie = {
            **dict.fromkeys(texts, (str, REQUIRED)),
            "percent": (Figure | None, REQUIRED),
            "voting": (bool | None, REQUIRED),
            "current": (bool, REQUIRED),
            "until": (str | None, REQUIRED),
            "sources": (TEXTS, REQUIRED),
        }
        parts = {
            **dict.fromkeys(("vendors", "unknown", "outside"), (TEXTS, REQUIRED)),
            "buyer": (str | None, REQUIRED),
            "ties": (_listed(self._model("Tie", tie)), REQUIRED),
        }
        return self._model("Ownership", parts)

    def _names(self) -> type[BaseModel]:
        labelled: Fields = {"label": (str, REQUIRED), "options": (dict[str, str], REQUIRED)}
        asked = {"mission": (bool, REQUIRED), "to_vendors": (str | None, REQUIRED)}
        channel = dict.fromkeys(("label", "advice", "letter", "what", "charges"), (str, REQUIRED))
        source = ("title", "author", "date", "dated", "review_after", "bias")
        named = {
            "questions": {**labelled, **asked},
            "facts": labelled,
            "channels": channel,
            "sources": dict.fromkeys(source, (str, REQUIRED)),
        }
        parts: Fields = dict.fromkeys(("advice", "title"), (str, REQUIRED))
        parts |= dict.fromkeys(("criteria", "organisations"), (dict[str, str], REQUIRED))
        for name, inner in named.items():
            parts[name] = (_mapped(self._model(name, inner)), REQUIRED)
        requests: Fields = dict.fromkeys(("themes", "theme_of"), (dict[str, str], REQUIRED))
        parts["requests"] = (self._model("Requests", requests), REQUIRED if self._ours else None)
        return self._model("Names", parts)


def _listed(kind: Any) -> Any:  # noqa: ANN401 - annotations
    return GenericAlias(list, (kind,))


def _mapped(kind: Any) -> Any:  # noqa: ANN401 - annotations
    return GenericAlias(dict, (str, kind))
