package org.tenantry.gateway.store;

import java.sql.SQLException;

/** A failure of JDBC on its way to {@link Store}, which tells it in the words of the project. Never leaves this package. */
final class StoreFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SQLException failure;

    StoreFault(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    SQLException failure() {
        return failure;
    }
}
