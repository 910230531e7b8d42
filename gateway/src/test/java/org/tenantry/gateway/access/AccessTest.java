package org.tenantry.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tenantry.common.tenant.TenantId;

class AccessTest {
    private static final TenantId OWN = new TenantId("t-aaaaaaaaaaaa");
    private static final TenantId FOREIGN = new TenantId("t-bbbbbbbbbbbb");
    private static final Principal ADMIN = new Principal.Admin("k-aaaaaaaaaaaa");
    private static final Principal BOUND = new Principal.Bound("k-bbbbbbbbbbbb", OWN);

    /** For somebody of a tenant: what concerns the cluster, the own tenant, another tenant. */
    private static final Map<Permission, String> TABLE = new EnumMap<>(Map.ofEntries(
            Map.entry(Permission.TENANT_READ, "no yes no"),
            Map.entry(Permission.TENANT_WRITE, "no no no"),
            Map.entry(Permission.TEMPLATE_READ, "yes yes no"),
            Map.entry(Permission.TEMPLATE_WRITE, "no no no"),
            Map.entry(Permission.INSTANCE_READ, "no yes no"),
            Map.entry(Permission.INSTANCE_WRITE, "no yes no"),
            Map.entry(Permission.INSTANCE_LOCK, "no no no"),
            Map.entry(Permission.INSTANCE_LOGS, "no yes no"),
            Map.entry(Permission.INSTANCE_EXEC, "no yes no"),
            Map.entry(Permission.NODE_READ, "no no no"),
            Map.entry(Permission.OPERATION_READ, "no yes no"),
            Map.entry(Permission.AUDIT_READ, "no yes no"),
            Map.entry(Permission.TOKEN_READ, "no no no"),
            Map.entry(Permission.TOKEN_WRITE, "no no no"),
            Map.entry(Permission.EVENT_READ, "yes yes no"),
            Map.entry(Permission.CLUSTER_READ, "yes yes no")));

    private static List<Optional<TenantId>> tenants() {
        return List.of(Optional.empty(), Optional.of(OWN), Optional.of(FOREIGN));
    }

    @ParameterizedTest
    @EnumSource
    void anAdministratorMayEverything(Permission permission) {
        assertThat(tenants()).allMatch(tenant -> Access.may(ADMIN, permission, tenant));
    }

    @ParameterizedTest
    @EnumSource
    void somebodyOfATenantMayWhatTheTableSays(Permission permission) {
        List<String> answers = new ArrayList<>();
        for (Optional<TenantId> tenant : tenants()) {
            answers.add(Access.may(BOUND, permission, tenant) ? "yes" : "no");
        }

        assertThat(String.join(" ", answers)).isEqualTo(TABLE.get(permission));
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalSaysWhy(Permission permission) {
        assertThat(Access.veto(BOUND, permission, Optional.of(FOREIGN)))
                .hasValueSatisfying(why -> assertThat(why).contains("another tenant"));
    }

    @Test
    void somebodyOfATenantKnowsOfNoOther() {
        assertThat(Access.knows(BOUND, Optional.of(OWN))).isTrue();
        assertThat(Access.knows(BOUND, Optional.of(FOREIGN))).isFalse();
        assertThat(Access.knows(ADMIN, Optional.of(FOREIGN))).isTrue();
    }
}
