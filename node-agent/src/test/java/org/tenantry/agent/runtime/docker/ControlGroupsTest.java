package org.tenantry.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Limits;

/** On files that look as the kernel's do; the real ones of this machine are tried with containers in them. */
class ControlGroupsTest {
    private static final Traits EACH = new Traits(2, false, false, true);
    private static final Traits ONE = new Traits(2, false, true, true);
    private static final String ENDLESS = "9223372036854771712";
    private static final Limits LIMITS =
            new Limits(OptionalInt.of(1_500), OptionalLong.of((1 << 20) + 1), OptionalInt.of(100));

    @TempDir
    private Path root;

    @Test
    void boundsInTheTreeOfEachController() throws IOException {
        Path memory = file("memory/all/t/memory.limit_in_bytes", ENDLESS);
        Path withSwap = file("memory/all/t/memory.memsw.limit_in_bytes", ENDLESS);
        Path period = file("cpu/all/t/cpu.cfs_period_us", "50000");
        Path quota = file("cpu/all/t/cpu.cfs_quota_us", "-1");
        Path pids = file("pids/all/t/pids.max", "max");

        bound(LIMITS, EACH);
        assertThat(List.of(memory, withSwap, period, quota, pids))
                .extracting(Files::readString)
                .containsExactly("1048577", "1048577", "100000", "150000", "100");

        bound(Limits.NONE, EACH);
        assertThat(List.of(memory, withSwap, quota, pids))
                .extracting(Files::readString)
                .containsExactly("-1", "-1", "-1", "max");
    }

    @Test
    void boundsInTheOneTreeAndGivesTheControllersDown() throws IOException {
        List<Path> delegated = List.of(
                file("cgroup.subtree_control", "cpu memory pids io"),
                file("all/cgroup.subtree_control", ""),
                file("all/t/cgroup.subtree_control", "cpu memory"));
        Path memory = file("all/t/memory.max", "max");
        Path cpu = file("all/t/cpu.max", "max 100000");
        Path pids = file("all/t/pids.max", "max");

        bound(LIMITS, ONE);
        assertThat(List.of(memory, cpu, pids))
                .extracting(Files::readString)
                .containsExactly("1048576", "150000 100000", "100");
        assertThat(delegated).extracting(Files::readString).containsExactly("cpu memory pids io", "+pids", "+pids");

        bound(Limits.NONE, ONE);
        assertThat(List.of(memory, cpu, pids))
                .extracting(Files::readString)
                .containsExactly("max", "max 100000", "max");
    }

    @Test
    void writesNothingThatIsThere() throws IOException {
        List<Path> files = List.of(
                file("memory/all/t/memory.limit_in_bytes", "1048576"),
                file("cpu/all/t/cpu.cfs_period_us", "100000"),
                file("cpu/all/t/cpu.cfs_quota_us", "150000"),
                file("pids/all/t/pids.max", "100"));
        files.forEach(file -> file.toFile().setLastModified(1_000));

        bound(LIMITS, EACH);

        assertThat(files)
                .allSatisfy(file -> assertThat(file.toFile().lastModified()).isEqualTo(1_000));
    }

    @Test
    void saysWhichGroupCannotBeBound() {
        assertThatThrownBy(() -> bound(LIMITS, ONE))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("the bounds of control group all/t cannot be set")
                .hasMessageContaining("cgroup.subtree_control");
    }

    private void bound(Limits limits, Traits traits) {
        new ControlGroups(root).bound("all/t", limits, traits);
    }

    private Path file(String name, String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        return Files.writeString(root.resolve(name), text);
    }
}
