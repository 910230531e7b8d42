package org.tenantry.common.node;

import org.tenantry.common.error.TenantryException;

/**
 * The reign in which something was decided. A store that was restored or migrated has a higher incarnation, so that terms
 * begin anew without agents refusing them as old; within an incarnation every new leader counts one up.
 */
public record Term(long incarnation, long number) implements Comparable<Term> {
    /** Before any leader: older than every other. */
    public static final Term NONE = new Term(0, 0);

    public Term {
        if (incarnation < 0 || number < 0) {
            throw TenantryException.invalid("term", incarnation + "." + number, "two numbers from 0");
        }
    }

    public boolean isOlderThan(Term other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Term other) {
        int byIncarnation = Long.compare(incarnation, other.incarnation);
        return byIncarnation != 0 ? byIncarnation : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return incarnation + "." + number;
    }
}
