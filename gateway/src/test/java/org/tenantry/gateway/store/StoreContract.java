package org.tenantry.gateway.store;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;

/** What a store promises, whichever engine it is on. */
abstract class StoreContract
        implements TenantContract,
                InstanceContract,
                ChangeContract,
                NodeContract,
                AccessContract,
                SecretContract,
                TransactionContract,
                FeedContract,
                LeaseContract,
                OpeningContract,
                KillContract {
    static final Secret KEY = Secret.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    static final Ids IDS = new Ids(new SecureRandom());

    private final List<Store> opened = new ArrayList<>();
    private TestDatabase database = new NoDatabase();

    abstract TestDatabase create();

    static Store open(StoreSettings settings, Secret key) {
        return Store.open(settings, SealingKey.parse(key, new SecureRandom()), InstantSource.fixed(Rows.NOW), IDS);
    }

    @BeforeEach
    void createDatabase() {
        database = create();
    }

    @AfterEach
    void dropDatabase() {
        opened.forEach(Store::close);
        database.close();
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    @Override
    public Store open() {
        return open(database.settings());
    }

    @Override
    public Store open(StoreSettings settings) {
        Store store = open(settings, KEY);
        opened.add(store);
        return store;
    }
}
