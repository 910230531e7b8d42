-- The oldest format whose programs may use this schema. A format is the number of a release's last migration. A migration that
-- the release before it cannot work with raises it to its own number; any other leaves it.
CREATE TABLE schema_use (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    oldest_format INTEGER NOT NULL
);
INSERT INTO schema_use (id, oldest_format) VALUES (1, 1);
