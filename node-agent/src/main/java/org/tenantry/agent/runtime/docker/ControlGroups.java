package org.tenantry.agent.runtime.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Limits;

/**
 * The kernel's control groups as files. A group is made where it is missing, and what it holds already is not written again.
 *
 * @param root where they are mounted: one tree, or a tree for each controller
 */
record ControlGroups(Path root) {
    private static final String PERIOD_MICROS = "100000";
    private static final long MICROS_PER_MILLI_CORE = 100;
    private static final long PAGE = 4096;

    /** What v1 shows for no limit is a number about this or larger. */
    private static final long ENDLESS = 1L << 62;

    static ControlGroups ofThisMachine() {
        return new ControlGroups(Path.of("/sys/fs/cgroup"));
    }

    /** Whether there is such a group, bounded or not. */
    boolean has(String group, Traits traits) {
        return Files.isDirectory((traits.unified() ? root : root.resolve("memory")).resolve(group));
    }

    /** Bounds everything in that group together; what the limits leave open is unbounded. Throws UNAVAILABLE with the file. */
    void bound(String group, Limits limits, Traits traits) {
        try {
            if (traits.unified()) {
                unified(group, limits);
            } else {
                perController(group, limits);
            }
        } catch (IOException e) {
            throw TenantryException.of(
                    ErrorCode.UNAVAILABLE,
                    "the bounds of control group " + group + " cannot be set: " + e.getMessage());
        }
    }

    private void unified(String group, Limits limits) throws IOException {
        Path at = root;
        for (String name : group.split("/")) {
            delegate(at);
            at = Files.createDirectories(at.resolve(name));
        }
        delegate(at);
        String quota = limits.milliCores().isPresent()
                ? Long.toString(limits.milliCores().getAsInt() * MICROS_PER_MILLI_CORE)
                : "max";
        long bytes = limits.memoryBytes().orElse(-1);
        write(at.resolve("memory.max"), number(bytes < 0 ? bytes : bytes / PAGE * PAGE));
        write(at.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
        write(at.resolve("pids.max"), number(limits.pids().orElse(-1)));
    }

    /** Gives what is below a group the controllers that bounds are made of. */
    private static void delegate(Path group) throws IOException {
        Path file = group.resolve("cgroup.subtree_control");
        List<String> given = List.of(Files.readString(file).strip().split(" "));
        for (String controller : List.of("cpu", "memory", "pids")) {
            if (!given.contains(controller)) {
                Files.writeString(file, "+" + controller);
            }
        }
    }

    private void perController(String group, Limits limits) throws IOException {
        memory(
                Files.createDirectories(root.resolve("memory").resolve(group)),
                limits.memoryBytes().orElse(-1));
        Path cpu = Files.createDirectories(root.resolve("cpu").resolve(group));
        write(cpu.resolve("cpu.cfs_period_us"), PERIOD_MICROS);
        write(
                cpu.resolve("cpu.cfs_quota_us"),
                limits.milliCores().isPresent()
                        ? Long.toString(limits.milliCores().getAsInt() * MICROS_PER_MILLI_CORE)
                        : "-1");
        Path pids = Files.createDirectories(root.resolve("pids").resolve(group));
        write(pids.resolve("pids.max"), number(limits.pids().orElse(-1)));
    }

    /** Memory and swap together are never less than memory alone, so they are opened before and closed after it. */
    private static void memory(Path group, long bytes) throws IOException {
        Path memory = group.resolve("memory.limit_in_bytes");
        Path withSwap = group.resolve("memory.memsw.limit_in_bytes");
        boolean countsSwap = Files.exists(withSwap);
        if (holds(memory, bytes) && (!countsSwap || holds(withSwap, bytes))) {
            return;
        }
        if (countsSwap) {
            Files.writeString(withSwap, "-1");
        }
        Files.writeString(memory, Long.toString(bytes));
        if (countsSwap) {
            Files.writeString(withSwap, Long.toString(bytes));
        }
    }

    private static boolean holds(Path file, long bytes) throws IOException {
        long held = Long.parseLong(Files.readString(file).strip());
        return bytes < 0 ? held >= ENDLESS : held == bytes / PAGE * PAGE;
    }

    private static String number(long number) {
        return number < 0 ? "max" : Long.toString(number);
    }

    private static void write(Path file, String value) throws IOException {
        if (!Files.readString(file).strip().equals(value)) {
            Files.writeString(file, value);
        }
    }
}
