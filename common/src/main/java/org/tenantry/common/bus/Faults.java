package org.tenantry.common.bus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** The one place where a failure of a handler becomes what the caller is told; a bug is logged here, once. */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** What to tell of a failure. */
    public static TenantryException told(String what, Throwable failure) {
        if (failure instanceof TenantryException known) {
            return known;
        }
        LOG.error("{}: an unexpected failure", what, failure);
        return TenantryException.of(ErrorCode.INTERNAL, "an internal error; the log of the answering process has more");
    }
}
