package org.tenantry.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Lease;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;
import org.tenantry.gateway.store.TemplateRow;
import org.tenantry.gateway.store.TenantRow;
import org.tenantry.gateway.store.Writing;

class WriterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstanceId INSTANCE = new InstanceId("i-aaaaaaaaaaaa");
    private static final TenantId TENANT = new TenantId("t-aaaaaaaaaaaa");
    private static final TemplateRef TEMPLATE = TemplateRef.parse("hello@1.0");
    private static final CanonicalHost RELEASED = new CanonicalHost("acme.example.org");

    @TempDir
    private Path directory;

    private Store store;

    @BeforeEach
    void open() {
        SecureRandom random = new SecureRandom();
        store = Store.open(
                StoreSettings.sqlite(directory.resolve("store.db")),
                SealingKey.parse(SealingKey.generate(random), random),
                InstantSource.system(),
                new Ids(random));
        store.write(WriterTest::releasedHost);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void writesTheOthersWhereOneActionIsRefused() {
        Lease lease = store.acquireOrRenewLease("g1", Duration.ofMinutes(1)).orElseThrow();

        new Writer(store, InstantSource.fixed(NOW), new Ids(new Random(7)), Duration.ofDays(30))
                .write(
                        lease,
                        List.of(
                                new Action.ReleaseHost(new CanonicalHost("unknown.example.org")),
                                new Action.ReleaseHost(RELEASED)));

        boolean there = store.read(reading -> reading.hosts().find(RELEASED).isPresent());
        assertThat(there).isFalse();
    }

    private static CanonicalHost releasedHost(Writing writing) {
        writing.tenants().insert(new TenantRow(TENANT, new TenantName("acme"), "Acme", "standard", false, NOW, 0));
        writing.templates().add(new TemplateRow(TEMPLATE, "", "name: hello\n", "services: {}\n", NOW, false));
        writing.instances()
                .insert(new InstanceRow(
                        INSTANCE,
                        TENANT,
                        new InstanceName("acme"),
                        TEMPLATE,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        Goal.RUNNING,
                        new TreeMap<>(),
                        NOW,
                        Optional.empty(),
                        0));
        writing.hosts().insert(RELEASED, INSTANCE);
        writing.hosts().release(RELEASED);
        return RELEASED;
    }
}
