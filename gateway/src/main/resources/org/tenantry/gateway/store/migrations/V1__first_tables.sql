-- One schema for SQLite and PostgreSQL. ${text} is text that compares byte by byte on both.
-- Times are text in UTC with nine digits of a second, so that they sort; JSON and sealed bytes (Base64) are text too.

CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    cluster_id ${text} NOT NULL,
    incarnation BIGINT NOT NULL,
    created ${text} NOT NULL
);

-- Updated last in each transaction that changes anything: its lock makes the order of numbers the order of commits.
CREATE TABLE feed_counter (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last_position BIGINT NOT NULL
);
INSERT INTO feed_counter (id, last_position) VALUES (1, 0);

CREATE TABLE feed (
    feed_position BIGINT PRIMARY KEY,
    kind ${text} NOT NULL,
    thing_id ${text} NOT NULL,
    format INTEGER NOT NULL
);

-- Times of the lease are the database's clock, in milliseconds since 1970.
CREATE TABLE lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    incarnation BIGINT NOT NULL,
    term_number BIGINT NOT NULL,
    holder ${text} NOT NULL,
    ends_ms BIGINT NOT NULL
);
INSERT INTO lease (id, incarnation, term_number, holder, ends_ms) VALUES (1, 0, 0, '', 0);

CREATE TABLE tenants (
    id ${text} PRIMARY KEY,
    name ${text} NOT NULL,
    title ${text} NOT NULL,
    plan_name ${text} NOT NULL,
    removed BOOLEAN NOT NULL,
    created ${text} NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX tenants_name ON tenants (name) WHERE NOT removed;

CREATE TABLE templates (
    name ${text} NOT NULL,
    template_version ${text} NOT NULL,
    description ${text} NOT NULL,
    manifest ${text} NOT NULL,
    compose ${text} NOT NULL,
    digest ${text} NOT NULL,
    created ${text} NOT NULL,
    removed BOOLEAN NOT NULL,
    PRIMARY KEY (name, template_version)
);

CREATE TABLE instances (
    id ${text} PRIMARY KEY,
    tenant_id ${text} NOT NULL REFERENCES tenants (id),
    name ${text} NOT NULL,
    template_name ${text} NOT NULL,
    template_version ${text} NOT NULL,
    parameters ${text} NOT NULL,
    scale ${text} NOT NULL,
    goal ${text} NOT NULL,
    labels ${text} NOT NULL,
    created ${text} NOT NULL,
    gone_at ${text},
    version BIGINT NOT NULL,
    FOREIGN KEY (template_name, template_version) REFERENCES templates (name, template_version)
);
CREATE UNIQUE INDEX instances_name ON instances (name) WHERE goal <> 'absent';
CREATE INDEX instances_tenant ON instances (tenant_id, id);
CREATE INDEX instances_left ON instances (id) WHERE gone_at IS NULL;

CREATE TABLE hosts (
    host ${text} PRIMARY KEY,
    instance_id ${text} NOT NULL REFERENCES instances (id),
    tenant_id ${text} NOT NULL REFERENCES tenants (id),
    released_at BIGINT
);
CREATE INDEX hosts_instance ON hosts (instance_id);

CREATE TABLE nodes (
    id ${text} PRIMARY KEY,
    name ${text} NOT NULL UNIQUE,
    facts ${text} NOT NULL,
    cordoned BOOLEAN NOT NULL,
    created ${text} NOT NULL,
    seen ${text} NOT NULL,
    credential_hash ${text} UNIQUE,
    enrolment_key ${text} UNIQUE,
    version BIGINT NOT NULL
);

CREATE TABLE placements (
    instance_id ${text} PRIMARY KEY REFERENCES instances (id),
    node_id ${text} NOT NULL REFERENCES nodes (id),
    term_incarnation BIGINT NOT NULL,
    term_number BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX placements_node ON placements (node_id);

CREATE TABLE holdings (
    instance_id ${text} NOT NULL REFERENCES instances (id),
    node_id ${text} NOT NULL REFERENCES nodes (id),
    PRIMARY KEY (instance_id, node_id)
);
CREATE INDEX holdings_node ON holdings (node_id);

CREATE TABLE operations (
    id ${text} PRIMARY KEY,
    kind ${text} NOT NULL,
    instance_id ${text} NOT NULL REFERENCES instances (id),
    tenant_id ${text} NOT NULL REFERENCES tenants (id),
    state ${text} NOT NULL,
    steps ${text} NOT NULL,
    failure ${text},
    request_id ${text} NOT NULL,
    principal ${text} NOT NULL,
    created ${text} NOT NULL,
    updated ${text} NOT NULL,
    ended ${text},
    version BIGINT NOT NULL
);
CREATE INDEX operations_created ON operations (created, id);
CREATE INDEX operations_instance ON operations (instance_id, created, id);
CREATE INDEX operations_tenant ON operations (tenant_id, created, id);
CREATE INDEX operations_open ON operations (id) WHERE ended IS NULL;

CREATE TABLE secrets (
    instance_id ${text} NOT NULL REFERENCES instances (id),
    name ${text} NOT NULL,
    key_id ${text} NOT NULL,
    sealed ${text} NOT NULL,
    PRIMARY KEY (instance_id, name)
);

CREATE TABLE tokens (
    id ${text} PRIMARY KEY,
    hash ${text} NOT NULL UNIQUE,
    tenant_id ${text} REFERENCES tenants (id),
    label ${text} NOT NULL,
    created_by ${text} NOT NULL,
    created ${text} NOT NULL,
    expires ${text},
    revoked ${text}
);

CREATE TABLE join_tokens (
    id ${text} PRIMARY KEY,
    hash ${text} NOT NULL UNIQUE,
    label ${text} NOT NULL,
    created_by ${text} NOT NULL,
    created ${text} NOT NULL,
    expires ${text},
    revoked ${text}
);

CREATE TABLE audit_counter (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last_position BIGINT NOT NULL
);
INSERT INTO audit_counter (id, last_position) VALUES (1, 0);

CREATE TABLE audit (
    audit_position BIGINT PRIMARY KEY,
    happened_at ${text} NOT NULL,
    principal ${text} NOT NULL,
    action_name ${text} NOT NULL,
    subject ${text} NOT NULL,
    tenant_id ${text},
    request_id ${text} NOT NULL,
    details ${text} NOT NULL
);
CREATE INDEX audit_tenant ON audit (tenant_id, audit_position);

CREATE TABLE idempotency (
    principal ${text} NOT NULL,
    client_key ${text} NOT NULL,
    request_hash ${text} NOT NULL,
    status INTEGER NOT NULL,
    body ${text} NOT NULL,
    created ${text} NOT NULL,
    PRIMARY KEY (principal, client_key)
);
CREATE INDEX idempotency_created ON idempotency (created);

CREATE TABLE gateways (
    name ${text} PRIMARY KEY,
    seen ${text} NOT NULL,
    applied BIGINT NOT NULL
);
