package org.tenantry.gateway.access;

/** Everything that a principal can be allowed, as a closed list. */
public enum Permission {
    TENANT_READ("tenant:read"),
    TENANT_WRITE("tenant:write"),
    TEMPLATE_READ("template:read"),
    TEMPLATE_WRITE("template:write"),
    INSTANCE_READ("instance:read"),
    INSTANCE_WRITE("instance:write"),
    /** Locking instances against all changes, and unlocking them. */
    INSTANCE_LOCK("instance:lock"),
    /** Reading what an instance's containers print. */
    INSTANCE_LOGS("instance:logs"),
    /** Running commands in an instance's containers. */
    INSTANCE_EXEC("instance:exec"),
    NODE_READ("node:read"),
    OPERATION_READ("operation:read"),
    /** Reading who changed what. */
    AUDIT_READ("audit:read"),
    TOKEN_READ("token:read"),
    TOKEN_WRITE("token:write"),
    /** Hearing of changes; each is shown only to whoever may read what changed. */
    EVENT_READ("event:read"),
    /** What everybody with a token may know: versions and the description of the API. */
    CLUSTER_READ("cluster:read");

    private final String word;

    Permission(String word) {
        this.word = word;
    }

    /** The stable name, as documentation and problems write it. */
    public String word() {
        return word;
    }
}
