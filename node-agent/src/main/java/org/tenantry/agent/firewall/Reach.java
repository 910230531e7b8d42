package org.tenantry.agent.firewall;

import java.util.List;

/**
 * What containers may reach beyond the networks of their own instance, as whoever runs the node has set it. Anything on the
 * internet is open by itself, and everything private is closed ({@link Ruleset}).
 *
 * @param edge where the edge answers the public; of the node's own sockets the only ones that are open
 * @param allowed what is open although it is closed by itself, or by {@code denied}
 * @param denied what is closed although it is public, such as the operator's other servers
 */
public record Reach(List<Destination> edge, List<Destination> allowed, List<Destination> denied) {
    public Reach {
        edge = List.copyOf(edge);
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
    }

    /** The internet, and nothing else. */
    public static Reach usual() {
        return new Reach(List.of(), List.of(), List.of());
    }
}
