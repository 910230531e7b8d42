package org.tenantry.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Bounds;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.tenant.TenantId;

class TenantGroupsTest {
    private static final ClusterId CLUSTER = new ClusterId("c-bbbbbbbbbbbb");
    private static final TenantId TENANT = new TenantId("t-cccccccccccc");
    private static final Traits FILES = new Traits(2, false, false, true);
    private static final Traits SYSTEMD = new Traits(2, true, true, true);
    private static final String SLICE = "tenantry-cbbbbbbbbbbbb-tcccccccccccc.slice";

    @TempDir
    private Path directory;

    private Path said;
    private Path program;

    @BeforeEach
    void writesASystemctl() throws IOException {
        said = directory.resolve("said");
        program = script("echo \"$*\" >> " + said);
    }

    @Test
    void areNamedByClusterAndTenantExactly() {
        TenantGroup group = new TenantGroup(CLUSTER, Bounds.usual());

        assertThat(group.parent(TENANT, FILES)).isEqualTo("/tenantry/c-bbbbbbbbbbbb/t-cccccccccccc");
        assertThat(group.parent(TENANT, SYSTEMD)).isEqualTo(SLICE);
    }

    @Test
    void areLeftAloneWhereNothingIsBoundAndNothingWas() {
        groups(Limits.NONE).bound(TENANT, FILES);
        groups(Limits.NONE).bound(TENANT, SYSTEMD);

        assertThat(directory.resolve("memory")).doesNotExist();
        assertThat(said).doesNotExist();
    }

    @Test
    void areToldToSystemdOnce() {
        TenantGroups groups = groups(new Limits(OptionalInt.of(1_250), OptionalLong.of(1L << 30), OptionalInt.empty()));

        groups.bound(TENANT, SYSTEMD);
        groups.bound(TENANT, SYSTEMD);

        assertThat(said)
                .hasContent(
                        "set-property --runtime " + SLICE + " MemoryMax=1073741824 CPUQuota=125% TasksMax=infinity");
    }

    @Test
    void areToldAgainWhereSystemdRefused() throws IOException {
        TenantGroups groups = groups(new Limits(OptionalInt.empty(), OptionalLong.empty(), OptionalInt.of(64)));
        program = script("echo Access denied; exit 1");

        assertThatThrownBy(() -> groups.bound(TENANT, SYSTEMD))
                .isInstanceOf(TenantryException.class)
                .hasMessage("the bounds of " + SLICE + " cannot be set: Access denied");
        program = script("echo \"$*\" >> " + said);
        groups.bound(TENANT, SYSTEMD);

        assertThat(said).content().endsWith("MemoryMax=infinity CPUQuota= TasksMax=64\n");
    }

    private TenantGroups groups(Limits tenant) {
        Bounds bounds = new Bounds(Limits.NONE, true, "tenantry", tenant);
        return new TenantGroups(
                new TenantGroup(CLUSTER, bounds), new ControlGroups(directory), new Slices(program.toString()));
    }

    private Path script(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("systemctl"), "#!/bin/sh\n" + text + "\n");
        file.toFile().setExecutable(true);
        return file;
    }
}
