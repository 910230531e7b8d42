package org.tenantry.agent.firewall;

import java.util.Optional;

/**
 * The kernel's packet filter, of which each cluster has one table. Calls block and are bounded in time; a failure is a
 * {@link org.tenantry.common.error.TenantryException} UNAVAILABLE that says what is wrong.
 */
public interface PacketFilter {
    /** Puts this in the table's place, whole or not at all: no packet meets anything between the old rules and the new. */
    void replace(String table, String inside);

    /** The table in the filter's own words, the same as long as nobody changes it; empty where there is none. */
    Optional<String> listing(String table);

    /** Removes the table; one that isn't there is no failure. */
    void remove(String table);
}
