package org.tenantry.agent.runtime.docker;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Limits;

/**
 * Control groups where systemd owns them: slices, bounded by the program {@code systemctl} until the next reboot.
 *
 * @param program its name or path
 */
record Slices(String program) {
    private static final int PATIENCE_SECONDS = 20;
    private static final int LONGEST_REASON = 300;

    /** Bounds everything in that slice together. Throws UNAVAILABLE with what systemd says. */
    void bound(String slice, Limits limits) {
        try {
            Process process = new ProcessBuilder(words(slice, limits))
                    .redirectErrorStream(true)
                    .start();
            try {
                process.getOutputStream().close();
                String said = new String(process.getInputStream().readNBytes(LONGEST_REASON), StandardCharsets.UTF_8);
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw refused(slice, said.strip());
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw refused(slice, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(slice, "it was interrupted");
        }
    }

    private List<String> words(String slice, Limits limits) {
        return List.of(
                program,
                "set-property",
                "--runtime",
                slice,
                "MemoryMax="
                        + (limits.memoryBytes().isPresent()
                                ? limits.memoryBytes().getAsLong()
                                : "infinity"),
                "CPUQuota="
                        + (limits.milliCores().isPresent()
                                ? percent(limits.milliCores().getAsInt())
                                : ""),
                "TasksMax=" + (limits.pids().isPresent() ? limits.pids().getAsInt() : "infinity"));
    }

    private static String percent(int milliCores) {
        return BigDecimal.valueOf(milliCores, 1).stripTrailingZeros().toPlainString() + "%";
    }

    private static TenantryException refused(String slice, String reason) {
        return TenantryException.of(ErrorCode.UNAVAILABLE, "the bounds of " + slice + " cannot be set: " + reason);
    }
}
