"""What a date stands for where only its month or year is known."""


def last_day(date: str) -> str:
    """Return Cypher for the last day that a property such as `this.endsOn` may stand for, by its precision.

    Whether something has ended is judged by it, so that nothing is called over too early.
    """
    return (
        f"CASE {date}Precision WHEN 'YEAR' THEN {date} + duration({{years: 1}}) - duration({{days: 1}}) "
        f"WHEN 'MONTH' THEN {date} + duration({{months: 1}}) - duration({{days: 1}}) ELSE {date} END"
    )


def over(date: str) -> str:
    """Return Cypher that says that the last day a property may stand for is before `$today`; null without a date.

    A month or a year is over once today's is a later one. It says so in a third of the words that `last_day` takes:
    Neo4j spends most of its planning on reading and rewriting the text of a long statement.
    """
    return f"{date} < {_begin_of_todays(date)}"


def not_over(date: str) -> str:
    """Return Cypher that says that the last day a property may stand for is `$today` or later; null without a date."""
    return f"{date} >= {_begin_of_todays(date)}"


def _begin_of_todays(date: str) -> str:
    """The first day of today's month or year, or today, by the precision of a date."""
    return f"date.truncate(toLower(coalesce({date}Precision, 'DAY')), $today)"
