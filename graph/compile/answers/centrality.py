"""`centrality`: the bodies, systems and datasets that most flows pass through."""

from graph.compile.asked.bounds import Bounds
from graph.compile.cypher.order import Term
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer
from graph.compile.declared.arguments import Fitting
from graph.compile.declared.compared import compared, most_first
from graph.compile.declared.fields import EntriesField, ListField, NodeField, Prepared, ValueField
from graph.compile.declared.scene import Find, Scene, each_of
from graph.compile.shape import Leaf

BODIES, DATASETS, SYSTEMS = ("givenBodies", "givenDatasets", "givenSystems")
BODY, DATASET, SYSTEM = "givenCentral", "givenCarried", "givenSystem"
GIVES, RECEIVES, PASSES, CARRIED = "givenGives", "givenReceives", "givenPasses", "givenFlows"
_WAYS = ((GIVES, "-[:DISCLOSES]->"), (RECEIVES, "<-[:RECEIVED_BY]-"), (PASSES, "<-[:VIA]-"))
_CARRIED_BY = "<-[:CARRIES]-"
_ALL = f"{GIVES} + {RECEIVES} + {PASSES}"


def _counted(scene: Scene, flow: str) -> list[str]:
    return scene.seen("Flow", flow) + scene.fits("where", "Flow", flow)


def _cut(kept: str) -> str:
    return f"{kept}Cut"


def _most_linked(label: str, ways: tuple[str, ...], kept: str) -> Prepared:
    """Nodes by how many links of some types they have: the database knows that without looking at the flows."""

    def find(scene: Scene) -> list[str]:
        node = scene.name("n")
        links = " + ".join(f"COUNT {{ ({node}){way}() }}" for way in ways)
        title = "nameSort" if label == "Organisation" else "titleSort"
        lines = [
            f"MATCH ({node}:{label})",
            *where_clause(scene.seen(label, node)),
            f"WITH {node}, {links} AS linked WHERE linked > 0",
        ]
        order = f"linked DESC, {node}.{title}, {node}.key"
        return compared(scene, "", lines, node, order, (kept, _cut(kept)))

    return Prepared((kept, _cut(kept)), find)


def _systems_named(scene: Scene) -> list[str]:
    flow = scene.name("f")
    lines = [
        f"MATCH ({flow}:Flow)",
        *where_clause([f"{flow}.via IS NOT NULL", *_counted(scene, flow)]),
        f"WITH {flow}.via AS name, collect({flow}) AS through",
        "WITH [name, through] AS system, size(through) AS passing, name",
    ]
    order = "passing DESC, name"
    return compared(scene, "", lines, "system", order, (SYSTEMS, _cut(SYSTEMS)))


def _how_many(scene: Scene, this: str, way: str, name: str) -> str:
    """Count the flows that count, at the other end of a link; where all do, the database need not look at them."""
    flow = scene.name("f")
    where = _counted(scene, flow)
    there = f"({flow}:Flow) WHERE {' AND '.join(where)}" if where else "()"
    return f"COUNT {{ ({this}){way}{there} }} AS {name}"


def _bodies(scene: Scene, this: str) -> list[str]:
    counts = [_how_many(scene, this, way, name) for name, way in _WAYS]
    return [
        f"UNWIND {BODIES} AS {this}",
        f"WITH {this}, {', '.join(counts)}",
        f"WITH {this}, {GIVES}, {RECEIVES}, {PASSES} WHERE {_ALL} > 0",
    ]


def _datasets(scene: Scene, this: str) -> list[str]:
    return [
        f"UNWIND {DATASETS} AS {this}",
        f"WITH {this}, {_how_many(scene, this, _CARRIED_BY, CARRIED)}",
        f"WITH {this}, {CARRIED} WHERE {CARRIED} > 0",
    ]


def _ends(way: str) -> Find:
    """Return what finds the bodies at one end of the flows that carry a dataset."""

    def find(scene: Scene, this: str) -> list[str]:
        flow = scene.name("f")
        match = f"MATCH ({DATASET}){_CARRIED_BY}({flow}:Flow){way}({this}:Organisation)"
        return [match, *where_clause(_counted(scene, flow))]

    return find


_MANY = f"{Bounds().compare:,}"

ANSWER = Answer(
    root="centrality",
    type_name="Centrality",
    type_description="The bodies, systems and datasets that most flows pass through.",
    description="The bodies, systems and datasets that most flows pass through: where a breach or a failure would "
    f"touch most. Name in where which flows count. Of bodies and of datasets the {_MANY} with most flows recorded of "
    f"any kind are counted through and ranked, of systems the {_MANY} with most flows. A high count may only mean that "
    "a register tells more.",
    arguments=(Fitting("where", "Flow", "Which flows are counted; all where not said."),),
    fields=(
        EntriesField(
            "bodies",
            "CentralBody",
            "A body that flows pass through.",
            NodeField("body", "Organisation", "The body.", BODY),
            BODY,
            "The bodies, those with most flows first.",
            _bodies,
            (
                ValueField(
                    "flowCount",
                    "How many flows it gives, receives or has pass through; one to itself counts twice.",
                    _ALL,
                    Leaf.INTEGER,
                ),
                ValueField("gives", "How many flows it gives.", GIVES, Leaf.INTEGER),
                ValueField("receives", "How many flows it receives.", RECEIVES, Leaf.INTEGER),
                ValueField("passesOn", "How many flows pass through it.", PASSES, Leaf.INTEGER),
            ),
            carried=(GIVES, RECEIVES, PASSES),
            before=(most_first(_ALL),),
            apart=True,
            needs=(BODIES,),
        ),
        EntriesField(
            "systems",
            "CentralSystem",
            "A system or service that flows pass through, as sources call it.",
            None,
            SYSTEM,
            "The systems and services that flows are said to pass through, those with most flows first.",
            each_of(SYSTEMS),
            (
                ValueField("name", "The system or service in the source's words.", f"{SYSTEM}[0]"),
                ValueField("flowCount", "How many flows pass through it.", f"size({SYSTEM}[1])", Leaf.INTEGER),
                ListField("flows", "Flow", "The flows that pass through it.", each_of(f"{SYSTEM}[1]")),
            ),
            before=(most_first(f"size({SYSTEM}[1])"), Term(f"{SYSTEM}[0]", True)),
            apart=True,
            needs=(SYSTEMS,),
        ),
        EntriesField(
            "datasets",
            "CentralDataset",
            "A dataset that flows carry.",
            NodeField("dataset", "Dataset", "The dataset.", DATASET),
            DATASET,
            "The datasets, those that most flows carry first.",
            _datasets,
            (
                ValueField("flowCount", "How many flows carry it.", CARRIED, Leaf.INTEGER),
                ListField("disclosers", "Organisation", "The bodies that give it.", _ends("<-[:DISCLOSES]-")),
                ListField("recipients", "Organisation", "The bodies that receive it.", _ends("-[:RECEIVED_BY]->")),
            ),
            carried=(CARRIED,),
            before=(most_first(CARRIED),),
            apart=True,
            needs=(DATASETS,),
        ),
        ValueField(
            "complete",
            "Whether everything that has flows was counted through; if not, there was more than is.",
            f"NOT ({' OR '.join(_cut(each) for each in (BODIES, DATASETS, SYSTEMS))})",
            Leaf.FLAG,
            needs=(BODIES, DATASETS, SYSTEMS),
        ),
    ),
    prepared=(
        _most_linked("Organisation", tuple(way for _, way in _WAYS), BODIES),
        _most_linked("Dataset", (_CARRIED_BY,), DATASETS),
        Prepared((SYSTEMS, _cut(SYSTEMS)), _systems_named),
    ),
)
