"""The list of authorities and the list of other names, each known by its headings."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

_KEPT = (
    *("region", "local-authority-type", "county-la", "current-authority", "BS-6879", "ecode"),
    *("even-older-register-and-code", "gov-uk-slug", "area", "pop-2020", "x", "y", "lat", "long", "powers"),
    *("lower-or-unitary", "mapit-area-code", "ofcom", "old-ons-la-code", "old-register-and-code"),
    *("open-council-data-id", "os-file", "os", "snac", "wdtk-id"),
    # Other names, parted by commas that stand in the names as well ("Bristol, City of"); the second list has one a row.
    "alt-names",
)
"""Columns known and kept with the row's words alone."""

AUTHORITIES = Table(
    "authorities",
    (
        Column("code", ("local-authority-code", "three-letter code", "authority code")),
        Column("name", ("official-name", "official name", "authority name")),
        Column("nice_name", ("nice-name", "short name"), needed=False),
        Column("gss", ("gss-code", "gss", "ONS code"), needed=False),
        Column("former_gss", ("former-gss-codes", "previous gss codes"), needed=False),
        Column("start", ("start-date", "date established"), needed=False, gives=("Organisation.openedOn",)),
        Column("end", ("end-date", "date abolished"), needed=False, gives=("Organisation.closedOn",)),
        Column("replaced_by", ("replaced-by", "successor"), needed=False, gives=("Organisation.successors",)),
        Column("nation", ("nation", "country"), needed=False, gives=("Organisation.jurisdiction",)),
        Column(
            "type_name",
            ("local-authority-type-name", "type of authority"),
            needed=False,
            gives=("Organisation.kindStated",),
        ),
        Column(
            "combined",
            ("combined-authority", "combined authority code"),
            needed=False,
            gives=("Organisation.memberOf",),
        ),
        Column("notes", ("notes",), needed=False, gives=("Organisation.note",)),
        *(Column(heading.replace("-", "_").lower(), (heading,), needed=False) for heading in _KEPT),
    ),
)

ALIASES = Table(
    "aliases",
    (
        Column("alias", ("la-name", "name", "alias")),
        Column("code", ("local-authority-code", "three-letter code", "authority code")),
    ),
    optional=True,
)
