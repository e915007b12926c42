"""The file a deployment arranges alerts by: what it changes, and faults told with their line. No engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from alerts.arrangements import Arrangements, load_arrangements
from alerts.asking import QUESTIONS_FOLDER, READERS
from alerts.errors import AlertFileError
from alerts.feeds import NAME_QUESTION
from alerts.feeds import QUESTION as FEED
from alerts.kind import Audience, load_kinds
from alerts.ladder import Ladder
from queries.prepared.catalogue import load_questions

KINDS = {kind.id: kind for kind in load_kinds()}
SCHEMA = Path(__file__).resolve().parents[2] / "api" / "schema.graphql"
FILE = """\
channels:
  pipeline: {kind: file, folder: out/alerts}
  other: {kind: file, folder: out/other}
send: [pipeline]
kinds:
  agreement-end:
    ladders: {lead: {days: [365, 30], months: 1}}
    reason: Our board meets twice a year.
bodies:
  o:alpha:
    send: [other, pipeline]
    kinds:
      finding: {off: true, reason: Seen on the page every Monday.}
      agreement-end: {ladders: {others: {days: [60]}}, reason: We ask earlier.}
"""


def read(tmp_path: Path, text: str) -> Arrangements:
    file = tmp_path / "alerts.yaml"
    file.write_text(text, encoding="utf-8")
    return load_arrangements(file, load_kinds())


def test_what_comes_with_the_registry() -> None:
    arranged = load_arrangements(None, load_kinds())
    assert (arranged.send, arranged.severities) == ((), ("BLOCKER", "ERROR"))
    ladders = {
        (id_, audience.value): (ladder.days, ladder.months)
        for id_, kind in KINDS.items()
        for audience in arranged.audiences(kind)
        if (ladder := arranged.ladder(kind, audience, "o:any"))
    }
    early, others = ((270, 180, 90, 30, 0), 3), ((30, -1), 0)
    assert ladders == {
        ("agreement-end", "lead"): early,
        ("agreement-end", "others"): others,
        ("agreement-end", "ig_lead"): others,
        ("agreement-review", "lead"): early,
        ("agreement-review", "others"): others,
        ("agreement-review", "ig_lead"): others,
        ("assurance", "body"): ((60, 30, 7, -1), 0),
        ("dpia-review", "lead"): ((30, 0), 3),
        ("dpia-review", "others"): others,
        ("dpia-review", "ig_lead"): others,
        ("expired-still-flowing", "lead"): ((-1,), 3),
        ("expired-still-flowing", "others"): ((-1,), 0),
        ("expired-still-flowing", "ig_lead"): ((-1,), 0),
        ("finding", "body"): ((0,), 0),
        ("law-ends", "lead"): ((180, 90, 30, 0), 3),
        ("law-ends", "others"): others,
        ("law-ends", "ig_lead"): others,
        ("old-version-signed", "lead"): ((-14, -28), 0),
        ("old-version-signed", "body"): ((-14, -28), 0),
        ("section-251", "lead"): ((60, 30, 7, -1), 0),
        ("section-251", "others"): others,
        ("section-251", "ig_lead"): others,
        ("unsigned-party", "lead"): ((-14, -28), 0),
        ("unsigned-party", "body"): ((-14, -28), 0),
    }
    assert arranged.horizon(load_kinds()) == 270


def test_a_deployment_and_then_a_body_change_it(tmp_path: Path) -> None:
    arranged = read(tmp_path, FILE)
    end, finding = KINDS["agreement-end"], KINDS["finding"]
    assert arranged.ladder(end, Audience.LEAD, "o:beta") == Ladder((365, 30), 1)
    assert arranged.ladder(end, Audience.LEAD, "o:alpha") == Ladder((365, 30), 1)
    assert arranged.ladder(end, Audience.OTHERS, "o:beta") == Ladder((30, -1), 0)
    assert arranged.ladder(end, Audience.OTHERS, "o:alpha") == Ladder((60,), 0)
    assert arranged.ladder(finding, Audience.BODY, "o:alpha") == Ladder()
    assert arranged.ladder(finding, Audience.BODY, "o:beta") == Ladder((0,))
    assert (arranged.channels_of("o:alpha"), arranged.channels_of("o:beta")) == (("other", "pipeline"), ("pipeline",))
    assert arranged.horizon(load_kinds()) == 365


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("send: [pipeline]", "send: [pipelin]", "line 4: there is no channel pipelin. Did you mean pipeline?"),
        ("  agreement-end:\n", "  agreement-ends:\n",
         "line 6: there is no kind of alert agreement-ends. Did you mean agreement-end?"),
        ("    reason: Our board meets twice a year.\n", "", "line 6: kinds.agreement-end.reason: Field required"),
        ("[365, 30]", "[365, 365]", "line 7: kinds.agreement-end.ladders.lead.days: names a day twice"),
        ("[365, 30]", "[5000]",
         "line 7: kinds.agreement-end.ladders.lead.days.0: Input should be less than or equal to 1100"),
        ("lead:", "boss:", "line 7: kinds.agreement-end.ladders.boss.[key]: Input should be 'lead', 'others', "
         "'ig_lead' or 'body'"),
        ("send: [pipeline]", "sent: [pipeline]", "line 4: sent: Extra inputs are not permitted"),
        ("send: [other, pipeline]", "send: [xyz]",
         "line 11: there is no channel xyz. There are: other, pipeline."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path: Path, before: str, after: str, told: str) -> None:
    with pytest.raises(AlertFileError) as fault:
        read(tmp_path, FILE.replace(before, after, 1))
    assert str(fault.value) == f"alerts.yaml, {told}"


def test_every_kind_asks_a_question_that_there_is_and_that_is_read() -> None:
    prepared = {question.name: question.document for question in load_questions()}
    own = {path.stem: path.read_text(encoding="utf-8") for path in QUESTIONS_FOLDER.glob("*.graphql")}
    assert not prepared.keys() & own.keys()
    asked = {kind.text.question for kind in KINDS.values()}
    assert asked == READERS.keys()
    assert own.keys() - {FEED, NAME_QUESTION} < asked < prepared.keys() | own.keys()
    schema = build_schema(SCHEMA.read_text(encoding="utf-8"))
    for name in sorted(own):
        assert validate(schema, parse(own[name])) == [], name
