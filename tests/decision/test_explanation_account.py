"""The account of a decision: each sentence's claim, weights, what is settled, one-sided advice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sourcing.decision.decide import decide
from sourcing.decision.explanation.explain import explain_lot
from sourcing.decision.explanation.model import Explanation, Holds, Sentence
from sourcing.decision.ranking.possible import possible_winners
from sourcing.decision.ranking.standing import answered, standing_of
from sourcing.decision.ranking.winning import LotPrices
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from tests import small
from tests.conftest import ON, Decide
from tests.decision.test_explanation import Answers, cases, explained, outcome

TALLY = {"One": 1, "Two": 2, "Three": 3}


def altered(rulebook: Rulebook, change: Any) -> Rulebook:
    """Return a rulebook whose content a function has changed."""
    content = canonical(rulebook.content)
    change(content)
    return load_content(content, "holidays")


def without_rule(rulebook: Rulebook, name: str) -> Rulebook:
    """Return the rulebook without one rule."""

    def drop(content: dict[str, Any]) -> None:
        for kind in ("gates", "preferences"):
            kept = [rule for rule in content.get(kind, ()) if rule["id"] != name]
            for rule in kept:
                rule["overrides"] = [o for o in rule.get("overrides", ()) if o != name]
            content[kind] = kept

    return altered(rulebook, drop)


def lead_without(rulebook: Rulebook, answers: Answers, channel: str, name: str) -> Decimal | None:
    """Return by how much a channel would lead its best rival without a rule."""
    lot = decide(without_rule(rulebook, name), small.brief_of(**answers), on=ON).lots[0]
    rivals = [c.score for c in lot.channels if c.eligible and c.channel != channel]
    return lot.channel(channel).score - max(rivals) if rivals else None


def of_kind(explanation: Explanation, kind: str) -> list[Sentence]:
    return [sentence for sentence in explanation.why if sentence.kind == kind]


class TestWhy:
    """One paragraph, each of whose sentences claims what is so."""

    @small.tries(20)
    @given(cases())
    def test_every_sentence_is_one(self, case: tuple[Rulebook, Answers]) -> None:
        """It begins with a capital, ends with a stop, and has no gap or doubled mark."""
        rulebook, answers = case
        if outcome(rulebook, answers) == "impossible":
            return
        _, explanation = explained(rulebook, answers)
        for sentence in explanation.why:
            assert sentence.text[0].isupper()
            assert sentence.text.endswith((".", '?"'))
            assert not any(flaw in sentence.text for flaw in ("  ", "..", " .", " ,", "None"))

    @small.tries(20)
    @given(cases())
    def test_recommendation_and_lead(self, case: tuple[Rulebook, Answers]) -> None:
        """The recommended channel, the runner-up and its distance are those of the decision."""
        rulebook, answers = case
        if outcome(rulebook, answers) == "impossible":
            return
        lot, explanation = explained(rulebook, answers)
        if lot.recommended is None:
            assert explanation.why[0].kind == "none_fits"
            return
        assert of_kind(explanation, "recommended")[0].channels == (lot.recommended,)
        (second,) = of_kind(explanation, "runner_up")
        assert second.points == lot.lead
        if lot.runner_up:
            assert {lot.recommended, lot.runner_up} <= {*second.channels}
        else:
            assert [c.channel for c in lot.channels if c.eligible] == [lot.recommended]

    @small.tries(20)
    @given(cases())
    def test_decisive_reasons(self, case: tuple[Rulebook, Answers]) -> None:
        """No other preference would, by its absence, leave a smaller lead; the tally is right."""
        rulebook, answers = case
        if outcome(rulebook, answers) == "impossible":
            return
        lot, explanation = explained(rulebook, answers)
        decisive = [s for s in of_kind(explanation, "decides") if not s.channels]
        if not decisive or lot.recommended is None or lot.lead is None:
            return
        assert TALLY[decisive[0].text.split()[0]] == len(decisive)
        acting = {reason.rule for channel in lot.channels for reason in channel.reasons}
        leads = {
            name: lead
            for name in acting
            if (lead := lead_without(rulebook, answers, lot.recommended, name)) is not None
        }
        named = [sentence.rules[0] for sentence in decisive]
        assert [leads[name] for name in named] == sorted(leads.values())[: len(named)]
        assert all(leads[name] < lot.lead for name in named)
        for claim in of_kind(explanation, "decides")[len(decisive) :]:
            instead = outcome(without_rule(rulebook, claim.rules[0]), answers)
            assert (instead,) == claim.channels
        for claim in of_kind(explanation, "against"):
            assert leads[claim.rules[0]] == max(leads.values()) > lot.lead

    @small.tries(20)
    @given(cases())
    def test_excluded(self, case: tuple[Rulebook, Answers]) -> None:
        """Each excluded channel is named once, by a gate that does exclude it."""
        rulebook, answers = case
        if outcome(rulebook, answers) == "impossible":
            return
        lot, explanation = explained(rulebook, answers)
        named = [
            (channel, sentence.rules[0])
            for sentence in of_kind(explanation, "excluded")
            for channel in sentence.channels
        ]
        gates = {c.channel: {gate.rule for gate in c.excluded_by} for c in lot.channels}
        assert sorted(channel for channel, _ in named) == sorted(c for c in gates if gates[c])
        assert all(rule in gates[channel] for channel, rule in named)

    def test_reads_as_written(self, decided: Decide, rulebook: Rulebook) -> None:
        """One shipped decision, whole."""
        decision = decided(
            task_type="task-satellite",
            credential_rarity="licensed",
            data_sensitivity="regulated",
            duration="recurring",
        )
        brief, (lot,) = decision.brief, decision.lots
        text = " ".join(s.text for s in explain_lot(rulebook, brief, brief.lots[0], lot).why)
        assert text.startswith("Contract a managed vendor. It has ")
        assert "more than Direct sourcing, which comes second." in text
        assert "reasons weigh most." in text
        assert "One thing speaks against it above all." in text
        assert "Open crowd is excluded." in text


def two_grounds(rulebook: Rulebook) -> Rulebook:
    """Return the rulebook with every second preference under a second criterion."""

    def part(content: dict[str, Any]) -> None:
        content["criteria"] = [
            {"id": "calm", "label": "Calm", "what": "Peace", "weight": "0.5"},
            {"id": "joy", "label": "Joy", "what": "Fun", "weight": "1"},
        ]
        for rule in content.get("preferences", ())[::2]:
            rule["criterion"] = "calm"

    return altered(rulebook, part)


def weighing(rulebook: Rulebook, criterion: str, weight: Fraction) -> Rulebook:
    """Return the rulebook with another weight; a third is given to 15 places."""

    def weigh(content: dict[str, Any]) -> None:
        for record in content["criteria"]:
            if record["id"] == criterion:
                record["weight"] = format(Decimal(weight.numerator) / weight.denominator, ".15f")

    return altered(rulebook, weigh)


class TestWeights:
    """How far each criterion's weight can move before another channel is recommended."""

    @small.tries(20)
    @given(cases())
    def test_holds_between_its_ends_and_not_beyond(self, case: tuple[Rulebook, Answers]) -> None:
        """Just inside the recommendation stays; just outside it is what was said."""
        rulebook, answers = two_grounds(case[0]), case[1]
        if outcome(rulebook, answers) in ("impossible", None):
            return
        lot, explanation = explained(rulebook, answers)
        for hold in explanation.holds:
            for weight, expected in samples(hold, str(lot.recommended)):
                found = outcome(weighing(rulebook, hold.criterion, weight), answers)
                assert found == expected, (hold, weight)

    def test_at_an_end_the_tie_decides(self) -> None:
        """With "less than half" the channel still wins at half; its exact ends are fractions."""
        book = small.rulebook_of(
            criteria=[
                {"id": "joy", "label": "Joy", "what": "Fun", "weight": "1"},
                {"id": "peace", "label": "Peace", "what": "Calm", "weight": "3"},
            ],
            preferences=[
                small.preference("fun", "bit", **{"for": ["hills"]}),
                {**small.preference("rest", **{"for": ["beach"]}), "criterion": "peace"},
            ],
        )
        _, explanation = explained(book, {"weather": "hot", "travellers": "alone"})
        peace = next(hold for hold in explanation.holds if hold.criterion == "peace")
        assert (peace.least, peace.least_factor, peace.below) == ("1/4", "1/12", "hills")
        assert peace.least_holds
        assert peace.most is None


def samples(hold: Holds, recommended: str) -> Iterator[tuple[Fraction, str | None]]:
    """Yield weights about the ends of an interval with what must be recommended there."""
    step = Fraction(1, 10**6)
    least = Fraction(hold.least) if hold.least else None
    most = Fraction(hold.most) if hold.most else None
    if least is not None:
        yield (
            least + step if most is None or least + step < most else Fraction(hold.weight),
            recommended,
        )
        yield max(least - step, Fraction(0)), hold.below
    else:
        yield Fraction(0), recommended
    if most is not None:
        yield most + step, hold.above
        yield (
            most - step if least is None or most - step > least else Fraction(hold.weight),
            recommended,
        )
    else:
        yield Fraction(hold.weight) + 1000, recommended


class TestSettling:
    """What open questions can still bring about, against every completion."""

    @small.tries(20)
    @given(cases(), st.data())
    def test_can_win(self, case: tuple[Rulebook, Answers], data: st.DataObject) -> None:
        """Each channel that can win does with the answers given for it; the fewest are."""
        rulebook, answers = case
        kept = data.draw(st.lists(st.sampled_from(sorted(answers)), unique=True))
        answers = {name: answers[name] for name in kept}
        if outcome(rulebook, answers) == "impossible":
            return
        lot, explanation = explained(rulebook, answers)
        assert tuple(each.channel for each in explanation.settling.can_win) == lot.possible
        for each in explanation.settling.can_win:
            if each.channel == lot.recommended:
                assert each.when == {}
            elif each.when is not None:
                assert not answers.keys() & each.when.keys()
                assert outcome(rulebook, {**answers, **each.when}) == each.channel

    @small.tries(20)
    @given(cases(), st.data())
    def test_the_question_that_settles_most(
        self, case: tuple[Rulebook, Answers], data: st.DataObject
    ) -> None:
        """No open question leaves fewer outcomes on average over its answers."""
        rulebook, answers = case
        kept = data.draw(st.lists(st.sampled_from(sorted(answers)), unique=True))
        answers = {name: answers[name] for name in kept}
        if outcome(rulebook, answers) == "impossible":
            return
        _, explanation = explained(rulebook, answers)
        brief = small.brief_of(**answers)
        known = standing_of(rulebook, brief.lots[0]).known
        prices = LotPrices(rulebook, brief, brief.lots[0])
        left: dict[str, Fraction] = {}
        for i, axis in enumerate(rulebook.space.axes[: len(rulebook.questions)]):
            if answered(known[i]):
                continue
            counts = []
            for bit in small.bits_of(axis.everything):
                possible = possible_winners(rulebook, [*known[:i], bit, *known[i + 1 :]], prices)
                counts.append(possible.winners.bit_count() + possible.none_fits)
            counts = [count for count in counts if count]
            if counts:
                left[axis.id] = Fraction(sum(counts), len(counts))
        most = explanation.settling.settles_most
        if most is None:
            possible = possible_winners(rulebook, known, prices)
            now = possible.winners.bit_count() + possible.none_fits
            assert all(mean >= now for mean in left.values())
            return
        assert left[most.question] == min(left.values())
        assert abs(most.left - Decimal(float(left[most.question]))) < Decimal("0.01")

    def test_counts(self) -> None:
        """A volume that falls into a band counts as an answer."""
        book = small.rulebook_of()
        _, explanation = explained(book, {"weather": "hot", "travellers": "alone"})
        assert (explanation.settling.answered, explanation.settling.questions) == (2, 4)


class TestOneSided:
    """What would win without the advice of those who gain by it."""

    def test_named_where_it_differs(self) -> None:
        book = small.rulebook_of(
            sources=[
                {
                    "id": "guide",
                    "title": "Guide",
                    "author": "A hotel",
                    "date": "2026",
                    "dated": "2026-01-01",
                    "review_after": "2027-01-01",
                    "bias": "It has rooms to let.",
                    "favours": ["beach"],
                }
            ],
            preferences=[
                small.preference("rooms", **{"for": ["beach"]}, sources=["guide:1"]),
                small.preference("quiet", "bit", **{"for": ["hills"]}),
            ],
        )
        _, explanation = explained(book, {"weather": "hot", "travellers": "alone"})
        one = explanation.one_sided
        assert one is not None
        assert (one.recommended, one.without, one.sources) == ("hills", ("rooms",), ("guide",))

    @small.tries(10)
    @given(cases())
    def test_silent_without_interested_sources(self, case: tuple[Rulebook, Answers]) -> None:
        rulebook, answers = case
        if outcome(rulebook, answers) != "impossible":
            assert explained(rulebook, answers)[1].one_sided is None
