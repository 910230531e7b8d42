package org.tenantry.gateway.system;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;

/** What is wanted of instances, written into the store beside the gateway that follows it. */
record Wanted(Home home) {
    /** Other parameters, which are other revisions of the services that use them. */
    void parameters(String instance, Map<String, String> others) {
        change(instance, row -> row.withParameters(others));
    }

    void scale(String instance, Map<String, Integer> others) {
        change(instance, row -> row.withScale(others));
    }

    private void change(String instance, UnaryOperator<InstanceRow> change) {
        SecureRandom random = new SecureRandom();
        SealingKey key = SealingKey.parse(Secret.of(home.text("cluster.key")), random);
        StoreSettings settings = StoreSettings.sqlite(home.at("gateway/store.db"));
        try (Store store = Store.open(settings, key, InstantSource.system(), new Ids(random))) {
            store.write(writing -> {
                InstanceRow row = writing.instances().require(new InstanceId(instance));
                writing.instances().update(change.apply(row));
                return row;
            });
        }
    }
}
