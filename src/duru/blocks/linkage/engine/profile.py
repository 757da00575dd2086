"""Choose what is shown of a person: the best of their records."""

import pyarrow as pa

from duru.blocks.linkage.engine.session import open_session

COLUMNS = ("name", "birth_on", "birth_year", "sex", "phone", "address", "building_id", "unit", "dong_code")


def choose_profiles(*, records: pa.Table, links: pa.Table) -> pa.Table:
    """Choose the record that stands for each person whose records changed.

    The newest register row first; outside the register the fullest record, ties to the oldest. A phone that the best record
    lacks comes from the record most often seen.

    Args:
        records: record_id, anchor_id, person_id (of now, NULL when not linked), address and the compared columns.
        links: record_id, head, person_id (to be; NULL for a new person) of `assign.Assigned`.

    Returns:
        One row per head that gained or lost a record, ordered by head: head, person_id, is_register and the columns of `COLUMNS`.
    """
    with open_session() as connection:
        connection.register("records_frame", records)
        connection.register("links_frame", links.select(["record_id", "head", "person_id"]))
        return connection.sql(f"""
            WITH member AS (
                SELECT r.* EXCLUDE (person_id), r.person_id AS was, n.person_id AS person_id, n.head
                FROM records_frame AS r JOIN links_frame AS n USING (record_id)
            ), moved AS (
                SELECT * FROM member WHERE was IS NULL OR was IS DISTINCT FROM person_id
            ), touched AS (
                SELECT head FROM moved UNION
                SELECT m.head FROM member AS m JOIN moved AS o ON m.person_id = o.was
            ), inside AS (
                SELECT * FROM member WHERE head IN (SELECT head FROM touched)
            ), best AS (
                SELECT * FROM inside QUALIFY row_number() OVER (PARTITION BY head ORDER BY
                    (anchor_id IS NOT NULL) DESC, CASE WHEN anchor_id IS NOT NULL THEN -record_id ELSE 0 END,
                    regexp_matches(name, '[가-힣]')::INT * 4 + (birth_on IS NOT NULL)::INT * 4 + (phone <> '')::INT
                        + (building_id IS NOT NULL)::INT * 2 + (unit <> '')::INT DESC,
                    record_id) = 1
            ), phones AS (
                SELECT head, phone FROM inside WHERE phone <> '' GROUP BY head, phone
                QUALIFY row_number() OVER (PARTITION BY head ORDER BY count(*) DESC, phone) = 1
            )
            SELECT b.head, b.person_id, b.anchor_id IS NOT NULL AS is_register,
                   {", ".join(f"b.{name}" for name in COLUMNS if name != "phone")},
                   coalesce(nullif(b.phone, ''), p.phone, '') AS phone
            FROM best AS b LEFT JOIN phones AS p ON p.head = b.head ORDER BY b.head
        """).to_arrow_table()
