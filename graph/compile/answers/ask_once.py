"""`askOnce`: what several bodies ask the same people for."""

from graph.compile.asked.bounds import Bounds
from graph.compile.cypher.order import Term
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Named
from graph.compile.declared.compared import compared, most_first
from graph.compile.declared.fields import EntriesField, ListField, NodeField, Prepared, ValueField
from graph.compile.declared.scene import Scene, each_of
from graph.compile.shape import Leaf

COMPARED, CUT = "givenCompared", "givenCut"
ITEM, PEOPLE, CONTROLLERS, DATASETS = "givenItem", "givenPeople", "givenControllers", "givenDatasets"
# What a named item or kind of people narrows, and how.
_NARROWS = (("element", "CONTAINS", ITEM), ("subject", "ABOUT", PEOPLE))


def _compared(scene: Scene) -> list[str]:
    dataset = scene.name("d")
    named = [(each, edge) for each, edge, _ in _NARROWS if each in scene.given]
    lines = [f"MATCH ({dataset}:Dataset)"]
    if named:
        each, edge = named[0]
        lines = [f"MATCH ({_variable(each)})<-[:{edge}]-({dataset}:Dataset)"]
    there = [
        f"EXISTS {{ ({dataset})-[:{edge}]->({_variable(each) if each in scene.given else ''}) }}"
        for each, edge, _ in _NARROWS
        if (each, edge) not in named[:1]
    ]
    where = [
        f"{dataset}.titleSort >= ''",
        *there,
        f"EXISTS {{ ({dataset})-[:CONTROLLED_BY]->() }}",
        f"NOT EXISTS {{ ({dataset})-[:DERIVED_FROM]->() }}",
        *scene.seen("Dataset", dataset),
    ]
    imports = ", ".join(_variable(each) for each, _ in named)
    sorts = f"{dataset}.titleSort, {dataset}.key"
    return compared(scene, imports, [*lines, *where_clause(where)], dataset, sorts, (COMPARED, CUT))


def _variable(argument: str) -> str:
    return f"given{argument.capitalize()}"


def _asked(scene: Scene, this: str) -> list[str]:
    dataset, controller = scene.name("d"), scene.name("b")
    where = scene.seen("DataElement", this) + scene.seen("DataSubject", PEOPLE)
    where += scene.seen("Organisation", controller)
    where += [f"{variable}.key = {_variable(each)}.key" for each, _, variable in _NARROWS if each in scene.given]
    bound = [_variable(each) for each in ("body", "element", "subject") if each in scene.given]
    several = [f"size({CONTROLLERS}) > 1", f"size({DATASETS}) > 1"]
    several += [f"givenBody IN {CONTROLLERS}"] if "body" in scene.given else []
    kept = ", ".join([this, PEOPLE, *bound])
    return [
        f"UNWIND {COMPARED} AS {dataset}",
        f"MATCH ({dataset})-[:CONTAINS]->({this}:DataElement)",
        f"MATCH ({dataset})-[:ABOUT]->({PEOPLE}:DataSubject)",
        f"MATCH ({dataset})-[:CONTROLLED_BY]->({controller}:Organisation)",
        *where_clause(where),
        f"WITH {kept}, collect(DISTINCT {controller}) AS {CONTROLLERS}, collect(DISTINCT {dataset}) AS {DATASETS}",
        f"WITH {kept}, {CONTROLLERS}, {DATASETS} WHERE {' AND '.join(several)}",
    ]


ANSWER = Answer(
    root="askOnce",
    type_name="AskOnce",
    type_description="What several bodies ask the same people for.",
    description="Which data items are collected by several controllers from the same kinds of people, so that people "
    "are asked more than once for what one body could give another. An item counts where at least two datasets "
    "contain it that are about the same kind of people and have between them at least two controllers; a dataset that "
    "is made from another asks nobody and is left out. It needs registers that tell items, people and controllers of "
    f"datasets. The first {Bounds().compare:,} such datasets by title are compared.",
    arguments=(
        Named("body", "Organisation", "The id or key of a controller, to see what it and others ask.", required=False),
        Named("element", "DataElement", "The id or key of a data item, to look at it alone.", required=False),
        Named("subject", "DataSubject", "The id or key of a kind of people, to look at it alone.", required=False),
    ),
    fields=(
        NodeField("body", "Organisation", "The controller that was named."),
        NodeField("element", "DataElement", "The data item that was named."),
        NodeField("subject", "DataSubject", "The kind of people that was named."),
        EntriesField(
            "asked",
            "AskedOften",
            "A data item that several controllers collect from people of one kind.",
            NodeField("element", "DataElement", "The data item.", ITEM),
            ITEM,
            "What is asked more than once, by most controllers first.",
            _asked,
            (
                NodeField("subject", "DataSubject", "The kind of people it is collected from.", PEOPLE),
                ListField("controllers", "Organisation", "The controllers that collect it.", each_of(CONTROLLERS)),
                ListField("datasets", "Dataset", "The datasets that hold it.", each_of(DATASETS)),
            ),
            carried=(PEOPLE, CONTROLLERS, DATASETS),
            before=(most_first(f"size({CONTROLLERS})"),),
            after=(Term(f"{PEOPLE}.titleSort", True), Term(f"{PEOPLE}.key", True)),
            apart=True,
            needs=(COMPARED,),
        ),
        ValueField(
            "complete",
            "Whether every such dataset was compared; if not, there were more than are.",
            f"NOT {CUT}",
            Leaf.FLAG,
            needs=(COMPARED,),
        ),
    ),
    prepared=(Prepared((COMPARED, CUT), _compared),),
)
