"""The tables of `plain_site`: copies of the same rows without policies."""

# Run as the owner, for one tenant.
TABLES = (
    "CREATE TABLE plain_person AS SELECT id, public_id, name, birth_on, phone, address, dong_code FROM registry_person",
    "CREATE TABLE plain_handout AS SELECT h.id, l.person_id, h.organisation_id, h.category, h.item, h.value_won, h.given_on "
    "FROM benefits_handout AS h JOIN linkage_link AS l USING (record_id)",
    "CREATE TABLE plain_member AS SELECT m.id, m.household_id, m.person_id FROM registry_householdmember AS m",
    "CREATE TABLE plain_organisation AS SELECT id, name FROM access_organisation",
    "CREATE UNIQUE INDEX ON plain_person (public_id)",
    "CREATE UNIQUE INDEX ON plain_person (id)",
    "CREATE INDEX ON plain_handout (person_id, given_on)",
    "CREATE INDEX ON plain_member (person_id)",
    "CREATE INDEX ON plain_member (household_id)",
    "CREATE UNIQUE INDEX ON plain_organisation (id)",
    "ANALYZE plain_person, plain_handout, plain_member, plain_organisation",
)
