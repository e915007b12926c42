"""What a date stands for where only its month or year is known."""


def last_day(date: str) -> str:
    """Return Cypher for the last day that a property such as `this.endsOn` may stand for, by its precision.

    Whether something has ended is judged by it, so that nothing is called over too early.
    """
    return (
        f"CASE {date}Precision WHEN 'YEAR' THEN {date} + duration({{years: 1}}) - duration({{days: 1}}) "
        f"WHEN 'MONTH' THEN {date} + duration({{months: 1}}) - duration({{days: 1}}) ELSE {date} END"
    )
