package org.tenantry.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tenantry.common.config.Settings;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.Hold;
import org.tenantry.gateway.edge.RouteRules;
import org.tenantry.gateway.edge.admission.Allowance;

/** What is read of limits: those of the whole edge, and those of every route until instances have rules of their own. */
final class LimitSettings {
    private static final int MANY = 1_000_000;

    private LimitSettings() {}

    static EdgeSettings.Limits limits(Settings settings) {
        int all = all(settings);
        int standard = EdgeSettings.Connections.standard().perSecond();
        return EdgeSettings.Limits.standard()
                .withConnections(new EdgeSettings.Connections(
                        all,
                        settings.integer("limits.address.connections", Math.max(1, all / 4), 1, MANY),
                        settings.integer("limits.address.rate", standard, 1, MANY)));
    }

    private static int all(Settings settings) {
        return settings.integer("limits.connections", mostConnections(), 1, MANY);
    }

    /** Three of four files that the process may open: accepting a client must not fail for want of one. */
    private static int mostConnections() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : 4096;
        return (int) Math.clamp(files / 4 * 3, 256, MANY);
    }

    static RouteRules rules(Settings settings) {
        RouteRules standard = RouteRules.standard();
        return new RouteRules(
                settings.parsed("edge.https", RouteRules.Https.OFF, "off, redirect or hsts", LimitSettings::https),
                settings.bytes("limits.body", standard.body()),
                allowance(settings, "limits.tenant.", share(standard.tenant(), all(settings) / 2)),
                allowance(settings, "limits.client.", share(standard.client(), all(settings) / 4)),
                hold(settings, standard.hold()),
                standard.sticky());
    }

    /** One alone must not have all connections that there can be. */
    private static Allowance share(Allowance standard, int most) {
        return standard.withConnections(Math.clamp(most, 1, standard.connections()));
    }

    private static Allowance allowance(Settings settings, String prefix, Allowance standard) {
        return new Allowance(
                settings.integer(prefix + "connections", standard.connections(), 1, MANY),
                settings.integer(prefix + "requests", standard.requests(), 1, MANY),
                settings.integer(prefix + "rate", standard.perSecond(), 1, MANY),
                settings.integer(prefix + "burst", standard.burst(), 1, MANY));
    }

    private static Hold hold(Settings settings, Hold standard) {
        return new Hold(
                settings.integer("hold.requests", standard.requests(), 0, MANY),
                settings.bytes("hold.bytes", standard.bytes()),
                settings.duration("hold.time", standard.time()),
                settings.integer("hold.rate", standard.perSecond(), 1, MANY));
    }

    private static Optional<RouteRules.Https> https(String text) {
        return Stream.of(RouteRules.Https.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
