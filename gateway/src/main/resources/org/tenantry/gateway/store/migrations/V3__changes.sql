-- Changing, locking and taking back instances. The release before goes on with all of it: it reads and writes the columns that
-- it knows, and what it does not know keeps what is there.

ALTER TABLE instances ADD COLUMN note ${text} NOT NULL DEFAULT '';

-- Why nobody may change it, who said so and when: all three or none.
ALTER TABLE instances ADD COLUMN lock_reason ${text};
ALTER TABLE instances ADD COLUMN locked_by ${text};
ALTER TABLE instances ADD COLUMN locked_at ${text};

-- Until when it can be taken back, and its goal before. Counts only while the goal is 'stopped'.
ALTER TABLE instances ADD COLUMN remove_at ${text};
ALTER TABLE instances ADD COLUMN goal_before ${text};

-- The order of an instance's hosts; the first is the one that templates are told.
ALTER TABLE hosts ADD COLUMN place INTEGER NOT NULL DEFAULT 0;

-- Released hosts that only their former tenant may have until then.
CREATE TABLE reserved_hosts (
    host ${text} PRIMARY KEY,
    tenant_id ${text} NOT NULL REFERENCES tenants (id),
    reserved_until ${text} NOT NULL
);
CREATE INDEX reserved_hosts_until ON reserved_hosts (reserved_until);

-- A kind that the release before does not know stands here, and in kind the one that comes nearest.
ALTER TABLE operations ADD COLUMN exact_kind ${text};
-- What a change falls back to.
ALTER TABLE operations ADD COLUMN former ${text};

-- Secrets of an instance as they were before the change that is under way, sealed as in secrets.
CREATE TABLE former_secrets (
    instance_id ${text} NOT NULL REFERENCES instances (id),
    name ${text} NOT NULL,
    key_id ${text} NOT NULL,
    sealed ${text} NOT NULL,
    PRIMARY KEY (instance_id, name)
);
