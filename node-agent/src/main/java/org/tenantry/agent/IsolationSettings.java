package org.tenantry.agent;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.tenantry.agent.firewall.Destination;
import org.tenantry.agent.firewall.Reach;
import org.tenantry.agent.runtime.Bounds;
import org.tenantry.common.config.Settings;
import org.tenantry.common.instance.Limits;

/**
 * What keeps instances apart, as whoever installs an agent may set it.
 *
 * @param firewall whether nothing is started without rules of the packet filter around it
 * @param reach what containers may reach
 * @param bounds what they may use
 */
public record IsolationSettings(boolean firewall, Reach reach, Bounds bounds) {
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_]{1,40}(/[A-Za-z0-9_]{1,40}){0,5}");
    private static final Pattern CORES = Pattern.compile("\\d{1,4}(\\.\\d{1,3})?");
    private static final int MOST_PROCESSES = 4_194_304;

    /** What is set where nobody sets anything. */
    public static IsolationSettings usual() {
        return new IsolationSettings(true, Reach.usual(), Bounds.usual());
    }

    static IsolationSettings read(Settings settings) {
        return new IsolationSettings(
                settings.parsed("firewall", true, "required or off", text -> switch (text) {
                    case "required" -> Optional.of(true);
                    case "off" -> Optional.of(false);
                    default -> Optional.empty();
                }),
                new Reach(
                        edge(settings), destinations(settings, "egress.allow"), destinations(settings, "egress.deny")),
                bounds(settings));
    }

    private static List<Destination> edge(Settings settings) {
        return settings.parsed(
                "edge.addresses",
                List.of(),
                "IPv4 addresses with ports such as 203.0.113.5:443, separated by commas",
                text -> Optional.of(parsed(text))
                        .filter(all -> all.stream().allMatch(one -> one.port().isPresent())));
    }

    private static List<Destination> destinations(Settings settings, String name) {
        return settings.parsed(
                name,
                List.of(),
                "IPv4 addresses or networks, with ports or without, such as 10.0.0.0/24,10.0.1.25:587",
                text -> Optional.of(parsed(text)));
    }

    private static List<Destination> parsed(String text) {
        return List.of(text.split("\\s*,\\s*")).stream().map(Destination::parse).toList();
    }

    private static Bounds bounds(Settings settings) {
        Bounds usual = Bounds.usual();
        return new Bounds(
                limits(settings, "container", usual.container()),
                settings.parsed("container.init", usual.init(), "on or off", text -> switch (text) {
                    case "on" -> Optional.of(true);
                    case "off" -> Optional.of(false);
                    default -> Optional.empty();
                }),
                settings.parsed(
                        "cgroup.parent",
                        usual.group(),
                        "words of letters, digits and underscores, separated by slashes",
                        text -> Optional.of(text).filter(GROUP.asMatchPredicate())),
                limits(settings, "tenant", usual.tenant()));
    }

    /** 0 is no limit. */
    private static Limits limits(Settings settings, String of, Limits usual) {
        int cores = settings.parsed(
                of + ".cpus",
                usual.milliCores().orElse(0),
                "a number of cores such as 0.5 or 4, or 0 for no limit",
                text -> Optional.of(text)
                        .filter(CORES.asMatchPredicate())
                        .map(number -> new BigDecimal(number).movePointRight(3).intValueExact()));
        long memory = settings.bytes(of + ".memory", usual.memoryBytes().orElse(0));
        int pids = settings.integer(of + ".pids", usual.pids().orElse(0), 0, MOST_PROCESSES);
        return new Limits(
                cores == 0 ? OptionalInt.empty() : OptionalInt.of(cores),
                memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory),
                pids == 0 ? OptionalInt.empty() : OptionalInt.of(pids));
    }
}
