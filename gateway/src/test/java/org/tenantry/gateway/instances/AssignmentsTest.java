package org.tenantry.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;
import org.tenantry.gateway.store.TenantRow;

class AssignmentsTest {
    private static final TenantId TENANT = new TenantId("t-aaaaaaaaaaaa");

    @TempDir
    private Path directory;

    @Test
    void anInstanceThatCannotBeRenderedAnyMoreAsksForNothing() {
        SecureRandom random = new SecureRandom();
        SealingKey key = SealingKey.parse(SealingKey.generate(random), random);
        StoreSettings settings = StoreSettings.sqlite(directory.resolve("store.db"));
        try (Store store = Store.open(settings, key, InstantSource.system(), new Ids(random))) {
            TenantRow tenant =
                    new TenantRow(TENANT, new TenantName("acme"), "Acme", "standard", false, Instant.EPOCH, 0);
            store.write(writing -> writing.tenants().insert(tenant));
            Assignments assignments = new Assignments(store, ref -> {
                throw TenantryException.invalid("template", ref.toString(), "one that this release reads");
            });

            Outline outline = store.read(reading -> assignments.outline(reading, row()));

            assertThat(outline).isEqualTo(Outline.NOTHING);
        }
    }

    private static InstanceRow row() {
        return new InstanceRow(
                new InstanceId("i-aaaaaaaaaaaa"),
                TENANT,
                new InstanceName("acme"),
                TemplateRef.parse("hello@1.0"),
                new TreeMap<>(),
                new TreeMap<>(),
                Goal.RUNNING,
                new TreeMap<>(),
                Instant.EPOCH,
                Optional.empty(),
                1);
    }
}
