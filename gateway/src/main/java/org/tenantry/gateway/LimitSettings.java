package org.tenantry.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.tenantry.common.config.RuleForms;
import org.tenantry.common.config.Settings;
import org.tenantry.common.instance.WebRules;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.Hold;
import org.tenantry.gateway.edge.RouteRules;
import org.tenantry.gateway.edge.admission.Allowance;

/** What is read of limits: those of the whole edge, and those of every route whose template says nothing else. */
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
                settings.value("edge.https", standard.https(), RuleForms.HTTPS),
                settings.bytes("limits.body", standard.body()),
                allowance(settings, "limits.tenant.", share(standard.tenant(), all(settings) / 2)),
                allowance(settings, "limits.client.", share(standard.client(), all(settings) / 4)),
                hold(settings, standard.hold()),
                Optional.empty(),
                WebRules.NONE);
    }

    /** One alone must not have all connections that there can be. */
    private static Allowance share(Allowance standard, int most) {
        return standard.withConnections(Math.clamp(most, 1, standard.connections()));
    }

    private static Allowance allowance(Settings settings, String prefix, Allowance standard) {
        return new Allowance(
                settings.value(prefix + "connections", standard.connections(), RuleForms.COUNT),
                settings.value(prefix + "requests", standard.requests(), RuleForms.COUNT),
                settings.value(prefix + "rate", standard.perSecond(), RuleForms.COUNT),
                settings.value(prefix + "burst", standard.burst(), RuleForms.COUNT),
                settings.value(prefix + "bandwidth", standard.bandwidth(), RuleForms.BANDWIDTH));
    }

    private static Hold hold(Settings settings, Hold standard) {
        return new Hold(
                settings.value("hold.requests", standard.requests(), RuleForms.COUNT_OR_NONE),
                settings.bytes("hold.bytes", standard.bytes()),
                settings.value("hold.time", standard.time(), RuleForms.WAIT),
                settings.value("hold.rate", standard.perSecond(), RuleForms.COUNT));
    }
}
