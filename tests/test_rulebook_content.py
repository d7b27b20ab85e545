"""The shipped rulebook: complete, cited, and everything in it can come to bear."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sourcing.assurance.cases.worked import run_cases
from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model.decision import Decision
from sourcing.decision.ranking.rank import rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition
from tests import small
from tests.conftest import ON

FACTS = tuple(f"R{number}" for number in range(1, 95))
"""The fact base has 94 rules about the choice of a channel."""

TASKS = 59
INCIDENT = {Decimal("12.50"), Decimal(2), Decimal("0.84")}
"""Billed and paid an hour in the one published case, and the take rate that follows from them."""

QUESTIONS = {
    "task_type": (),
    "credential_rarity": ("none", "skilled_generalist", "specialist", "licensed", "elite"),
    "data_sensitivity": ("public", "confidential", "competitive", "regulated", "defence"),
    "duration": ("one_off", "recurring", "ongoing"),
    "control": ("low", "medium", "high"),
    "strategic": ("no", "yes"),
    "quality_bar": ("normal", "high"),
    "volume": ("small", "medium", "large", "very_large"),
    "harmful_content": ("no", "yes"),
    "language": ("widely_spoken", "low_resource"),
    "data_regime": (
        "gdpr", "hipaa", "financial", "legal_privilege", "trade_secret", "defence_clearance"
    ),
    "people": ("anyone_qualified", "named_experts", "proven_performers"),
    "hiring_clause": ("none", "fee", "barred", "not_known"),
    "field": (
        "medicine", "law", "finance", "science", "software", "consulting", "languages", "security",
        "none",
    ),
    "work_location": ("anywhere", "same_region", "domestic", "cleared_citizens"),
}  # fmt: skip
"""Saved briefs and other programs rely on these ids."""

FLAGS = (
    "advertised_vs_realised", "annotator_bias", "automation_first", "clearance_us_citizens",
    "coi_owner_competitor", "coi_serves_competitor", "context_loss_churn",
    "crowd_underqualified", "crypto_pay", "expert_overpay", "former_employer_confidentiality",
    "geo_native_speakers", "go_direct_after_identification", "hidden_owner", "identity_fraud",
    "instruction_control", "llm_contamination_open_text", "misclassification",
    "monitoring_disclosure", "nda_welfare", "negotiate_take_rate", "never_open_crowd",
    "pool_overlap", "price_volatility", "provenance_history", "quality_variance_accepted",
    "residency_gdpr", "residency_hipaa", "reward_hacking", "same_parent",
    "sensitivity_override", "source_bias_direct", "split_required", "stale_facts_reverify",
    "take_rate_gross_vs_net", "vendor_breach_history", "vendor_concentration", "verify_human",
    "worker_welfare",
)  # fmt: skip
"""What a decision may have to raise; reports and saved decisions know these ids."""


class TestFactBase:
    """Nothing of the fact base is lost without a word."""

    def test_every_rule_is_carried_or_listed(self, rulebook: Rulebook) -> None:
        """Each of the 94 is carried by a rule, or stands among those not carried."""
        listed = {record.fact for record in rulebook.content.not_carried}
        missing = [fact for fact in FACTS if fact not in carried(rulebook) | listed]
        assert not missing

    def test_nothing_is_both_carried_and_listed(self, rulebook: Rulebook) -> None:
        listed = {record.fact for record in rulebook.content.not_carried}
        assert not listed & carried(rulebook)

    def test_what_is_listed_has_a_reason(self, rulebook: Rulebook) -> None:
        for record in rulebook.content.not_carried:
            assert len(record.because.split()) >= 4, record.fact


def carried(rulebook: Rulebook) -> set[str]:
    """Return the facts that any record carries."""
    content = rulebook.content
    return {
        fact
        for kind in type(content).model_fields
        for record in getattr(content, kind)
        for fact in getattr(record, "facts", ())
    }


class TestQuestionnaire:
    """Ids that saved briefs rely on."""

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_fixed_question(self, rulebook: Rulebook, question: str) -> None:
        """Each fixed question is asked, with its options in their order."""
        asked = rulebook.questions[question]
        options = [option.id for option in asked.options]
        if asked.kind == "scale":
            assert options == list(QUESTIONS[question])
        elif QUESTIONS[question]:
            assert set(options) == set(QUESTIONS[question])

    def test_mission(self, rulebook: Rulebook) -> None:
        """Four questions come first; for every other one something is assumed, with a reason."""
        mission = [name for name, question in rulebook.questions.items() if question.mission]
        assert mission == ["task_type", "credential_rarity", "data_sensitivity", "duration"]
        for question in rulebook.questions.values():
            assert question.mission or question.assumed is not None
            assert question.mission or question.assumed_because, question.id

    def test_task_types(self, rulebook: Rulebook) -> None:
        """All kinds of work are offered once, each under a family, with a hint and an example."""
        question = rulebook.questions["task_type"]
        assert len({option.id for option in question.options}) == len(question.options) == TASKS
        for option in question.options:
            assert option.group, option.id
            assert option.hint, option.id
            assert option.example, option.id

    def test_volume_bands(self, rulebook: Rulebook) -> None:
        """The shipped thresholds are an assumption, and say so."""
        bands = rulebook.bands["volume"]
        assert [int(threshold) for threshold in bands.thresholds] == [200, 2000, 20000]
        assert bands.assumption

    def test_channels(self, rulebook: Rulebook) -> None:
        assert rulebook.channel_ids == ("crowd", "marketplace", "managed_vendor", "direct")


class TestCitations:
    """Nothing is said without saying where it stands."""

    @pytest.mark.parametrize(
        "kind",
        ["gates", "preferences", "signal_rules", "safeguards", "practices", "conflict_rules"],
    )
    def test_rules_cite(self, rulebook: Rulebook, kind: str) -> None:
        """Every rule cites a document, or carries no fact and so claims none."""
        uncited = [r.id for r in getattr(rulebook.content, kind) if r.facts and not r.sources]
        assert not uncited

    def test_incidents_are_no_prices(self, rulebook: Rulebook) -> None:
        """A single published case ($12.50 billed, about $2 paid) is told, never calculated with."""
        for figure in rulebook.content.cost_figures:
            if "field-guide:68" in figure.sources:
                assert not {figure.low, figure.likely, figure.high} & INCIDENT, figure.id


class TestCases:
    """The worked cases come out as stated."""

    def test_all_twenty(self, rulebook: Rulebook) -> None:
        results = run_cases(rulebook, on=ON)
        assert len(results) >= 20
        failures = {r.case.id: r.mismatches for r in results if not r.passed}
        assert not failures

    def test_on_another_day(self, rulebook: Rulebook) -> None:
        """A recommendation does not depend on the calendar."""
        assert all(result.passed for result in run_cases(rulebook, on=date(2031, 1, 1)))


class TestEverythingCanHappen:
    """No rule stands idle, and everything that can be raised is raised somewhere."""

    def test_gates_and_preferences_act(self, rulebook: Rulebook) -> None:
        """Each fires, unsuspended, in some situation."""
        idle = [
            rule.record.id
            for place, rule in enumerate(rulebook.channel_rules)
            if not any(
                rank(rulebook, state).acting[place]
                for state in situations(rulebook, rule.condition)
            )
        ]
        assert not idle

    def test_signals_are_raised(self, rulebook: Rulebook) -> None:
        """Each signal that a rule can raise on a lot is raised on some lot."""
        silent = {rule.record.signal for rule in rulebook.signal_rules}
        for case in rulebook.content.cases:
            brief = parse_brief(case.brief, nowhere(case.id))
            silent -= {s.id for lot in decide(rulebook, brief, on=ON).lots for s in lot.signals}
        for rule in rulebook.signal_rules:
            name = rule.record.signal
            if name in silent and raises(rulebook, rule.condition, name):
                silent.remove(name)
        assert not silent

    def test_flags_are_raised(self, rulebook: Rulebook) -> None:
        """Each conflict flag is raised on a brief that lists every vendor there is."""
        wanted = {rule.record.flag for rule in rulebook.conflict_rules}
        found = {flag.id for decision in crowded_briefs(rulebook) for flag in decision.flags}
        silent = wanted - found
        assert not silent

    def test_every_fixed_flag_has_a_rule(self, rulebook: Rulebook) -> None:
        raised = {rule.record.signal for rule in rulebook.signal_rules}
        raised |= {rule.record.flag for rule in rulebook.conflict_rules}
        raised |= splits_raise(rulebook)
        assert not set(FLAGS) - raised

    def test_every_name_is_used(self, rulebook: Rulebook) -> None:
        """A signal that no rule raises is a left-over."""
        raised = {rule.record.signal for rule in rulebook.signal_rules}
        raised |= {rule.record.flag for rule in rulebook.conflict_rules}
        assert not set(rulebook.labels) - raised - splits_raise(rulebook)


def situations(rulebook: Rulebook, condition: Condition, tries: int = 300) -> Iterator[list[int]]:
    """Yield possible full states in which a condition may hold: the same ones in every run."""
    chance = random.Random(1)  # noqa: S311 - draws examples
    axes = rulebook.space.axes
    for _ in range(tries):
        terms = [*condition.all, *(chance.choice(condition.any) if condition.any else ())]
        state = [axis.everything for axis in axes]
        for axis, mask in terms:
            if axis < len(axes):
                state[axis] &= mask
        if not all(state):
            continue
        full = [chance.choice(small.bits_of(mask)) for mask in state]
        if not any(rule.condition.truth(full) for rule in rulebook.impossible):
            yield full


def raises(rulebook: Rulebook, condition: Condition, signal: str) -> bool:
    """Say whether a signal is raised in some situation that its condition allows."""
    for state in situations(rulebook, condition):
        lot = decided(rulebook, answers_of(rulebook, state)).lots[0]
        if signal in {raised.id for raised in lot.signals}:
            return True
    return False


def decided(rulebook: Rulebook, *answers: dict[str, Any], **brief: Any) -> Decision:
    content = {"lots": [{"answers": lot} for lot in answers], **brief}
    return decide(rulebook, parse_brief(content, nowhere("brief")), on=ON)


def answers_of(rulebook: Rulebook, state: list[int]) -> dict[str, Any]:
    """Return the answers in a full state; what is worked out from prices nobody answers."""
    axes = rulebook.space.axes[: len(rulebook.questions)]
    return {axis.id: axis.value(bit) for axis, bit in zip(axes, state, strict=False)}


def crowded_briefs(rulebook: Rulebook) -> Iterator[Decision]:
    """Decide briefs in which everybody is a vendor, for each buyer, with rivals and without."""
    lots = [
        answers_of(rulebook, state)
        for rule in rulebook.conflict_rules
        for state in situations(rulebook, rule.condition, tries=3)
    ]
    vendors = [*rulebook.organisations, "Nobody Heard Of Ltd"]
    labs = [o.id for o in rulebook.content.organisations if o.kind == "lab"]
    yield decided(rulebook, *lots, vendors=vendors)
    yield decided(rulebook, *lots, vendors=vendors, competitors=labs)
    yield decided(rulebook, *lots, vendors=vendors, worker_countries=["KE", "ZA"])
    for lab in labs:
        yield decided(rulebook, lots[0], vendors=vendors, organisation={"name": "x", "is": lab})


def splits_raise(rulebook: Rulebook) -> set[str]:
    """Return the signals that a proposed split raises by itself."""
    named = (getattr(split.record, "signal", None) for split in rulebook.splits)
    return {name for name in named if name is not None}
