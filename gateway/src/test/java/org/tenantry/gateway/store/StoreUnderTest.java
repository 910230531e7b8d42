package org.tenantry.gateway.store;

/** What the parts of the contract are given. */
interface StoreUnderTest {
    TestDatabase database();

    /** Opens the test's store; closed after the test. */
    Store open();

    Store open(StoreSettings settings);
}
