"""One run of the nightly alerts."""

from graph.model.declaration import Node
from graph.model.property import day, instant, number, text
from graph.model.row_scope import AdministratorsOnly

NODE = Node(
    label="AlertRun",
    plural="alertRuns",
    caption="key",
    description="One run of the alerts that came to its end. One that was cut short leaves none, so the latest tells "
    "when alerts last worked.",
    properties=(
        day("on", "The day it told of."),
        instant("startedAt", "When it began.", required=True, order=True),
        instant("endedAt", "When it came to its end."),
        number("items", "How many things there were that could be told of."),
        number("sent", "How many alerts its channels accepted."),
        number("failed", "How many alerts its channels refused."),
        number("unanswered", "How many alerts were handed over without an answer."),
        number("cancelled", "How many alerts of earlier runs no longer had a cause."),
        number("withheld", "How many times somebody was not told, because their body may not see what it is about."),
        number("nobody", "How many things there were of which nobody could be told, for want of a mailbox."),
        text("problems", "What went wrong with channels, in words.", filters=()),
    ),
    scope=AdministratorsOnly(),
    default_order="startedAt",
)
