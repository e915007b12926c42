"""When a flow counts as ended."""

from graph.model.partial_days import not_over


def not_ended(flow: str) -> str:
    """Return the Cypher that says that the flow of a name has not ended on $today."""
    return (
        f"NOT {flow}.state IN ['CEASED', 'COMPLETED', 'WITHDRAWN'] "
        f"AND ({flow}.ceasedOn IS NULL OR {not_over(f'{flow}.ceasedOn')})"
    )
