package org.tenantry.gateway.templates.compose;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tenantry.gateway.templates.compose.Reading.Form;

/** The kernel parameters that a service may set: of its own network alone, and none that opens a way past it. */
final class Sysctls {
    static final String EXPECTED =
            "a parameter of the container's own network that is harmless, such as net.core.somaxconn or"
                    + " net.ipv4.tcp_keepalive_time";
    static final Form<String> VALUE = new Form<>(Sysctls::value, "numbers");

    private static final Pattern NUMBERS = Pattern.compile("-?[0-9]{1,12}([ \\t]-?[0-9]{1,12}){0,3}");
    private static final Set<String> SAFE = Set.of(
            "net.core.somaxconn",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ping_group_range",
            "net.ipv4.tcp_ecn",
            "net.ipv4.tcp_fastopen",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_max_syn_backlog",
            "net.ipv4.tcp_max_tw_buckets",
            "net.ipv4.tcp_mtu_probing",
            "net.ipv4.tcp_notsent_lowat",
            "net.ipv4.tcp_orphan_retries",
            "net.ipv4.tcp_retries1",
            "net.ipv4.tcp_retries2",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_sack",
            "net.ipv4.tcp_slow_start_after_idle",
            "net.ipv4.tcp_syn_retries",
            "net.ipv4.tcp_synack_retries",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.tcp_timestamps",
            "net.ipv4.tcp_tw_reuse",
            "net.ipv4.tcp_window_scaling",
            "net.ipv4.tcp_wmem",
            "net.ipv6.conf.all.disable_ipv6",
            "net.ipv6.conf.default.disable_ipv6",
            "net.unix.max_dgram_qlen");

    private Sysctls() {}

    static boolean isSafe(String name) {
        return SAFE.contains(name);
    }

    private static Optional<String> value(String text) {
        return NUMBERS.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
