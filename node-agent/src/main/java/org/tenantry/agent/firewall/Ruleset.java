package org.tenantry.agent.firewall;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tenantry.agent.network.Subnet;

/**
 * What the packet filter is told: pure. Networks and destinations are members of sets, so the rules are the same however
 * many there are. Networks of instances have no IPv6, so whatever a container sends of it is dropped before anybody reads it.
 *
 * <p>A container's own packets are judged each time, and not only the first of a connection: what was opened while somebody
 * had flushed the rules ends once they are back. Only answers pass as such.
 *
 * @param pool what networks of instances are made of, of this cluster or another
 * @param resolvers the machine's name servers, of which containers may ask names
 */
record Ruleset(Collection<Bridge> bridges, Subnet pool, Reach reach, Set<Subnet> resolvers) {
    /** Not for the public: RFC 6890's blocks but for those of documentation, multicast, and what is reserved. */
    private static final List<Destination> PRIVATE = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/3")
            .map(Destination::parse)
            .toList();

    private static final String CHAINS = """
        	chain arriving {
        		type filter hook prerouting priority raw - 10; policy accept;
        		iifname @bridges jump proven
        	}
        	chain proven {
        		meta nfproto != ipv4 drop
        		iifname . ip saddr != @blocks drop
        	}
        	chain input {
        		type filter hook input priority filter - 10; policy accept;
        		iifname @bridges jump host
        	}
        	chain host {
        		ct direction reply ct state established,related accept
        		iifname @inward drop
        		ip daddr . tcp dport @edge accept
        		meta l4proto { tcp, udp } th dport 53 ip daddr @resolvers accept
        		drop
        	}
        	chain forward {
        		type filter hook forward priority filter - 10; policy accept;
        		iifname @bridges jump leaving
        		oifname @bridges jump entering
        	}
        	chain leaving {
        		iifname . oifname @within accept
        		oifname @bridges drop
        		iifname @inward drop
        		ip daddr . tcp dport @edge accept
        		meta l4proto { tcp, udp } th dport 53 ip daddr @resolvers accept
        		ip daddr @allowed accept
        		meta l4proto { tcp, udp } ip daddr . th dport @allowed_ports accept
        		meta l4proto { tcp, udp } ip daddr . th dport @denied_ports drop
        		ip daddr @denied drop
        		accept
        	}
        	chain entering {
        		ct direction reply ct state established,related accept
        		drop
        	}
        """;

    /** The inside of the table. */
    String text() {
        return sets() + CHAINS;
    }

    private String sets() {
        List<Destination> denied = Stream.of(PRIVATE.stream(), Stream.of(whole(pool)), reach.denied().stream())
                .flatMap(all -> all)
                .toList();
        return set("bridges", "ifname", "", devices(bridge -> true, bridge -> quoted(bridge.device())))
                + set("inward", "ifname", "", devices(Bridge::internal, bridge -> quoted(bridge.device())))
                + set("within", "ifname . ifname", "", devices(bridge -> true, Ruleset::itself))
                + set("blocks", "ifname . ipv4_addr", "interval", devices(bridge -> true, Ruleset::addresses))
                + set(
                        "resolvers",
                        "ipv4_addr",
                        "interval",
                        blocks(resolvers.stream().map(Ruleset::whole)))
                + set("edge", "ipv4_addr . inet_service", "interval", ports(reach.edge()))
                + set("allowed", "ipv4_addr", "interval", blocks(reach.allowed().stream()))
                + set("allowed_ports", "ipv4_addr . inet_service", "interval", ports(reach.allowed()))
                + set("denied", "ipv4_addr", "interval", blocks(denied.stream()))
                + set("denied_ports", "ipv4_addr . inet_service", "interval", ports(reach.denied()));
    }

    private Stream<String> devices(Predicate<Bridge> which, Function<Bridge, String> element) {
        return bridges.stream()
                .filter(which)
                .sorted(Comparator.comparing(Bridge::device))
                .map(element);
    }

    private static String itself(Bridge bridge) {
        return quoted(bridge.device()) + " . " + quoted(bridge.device());
    }

    private static String addresses(Bridge bridge) {
        return quoted(bridge.device()) + " . " + bridge.block();
    }

    private static Destination whole(Subnet block) {
        return Destination.parse(block.toString());
    }

    private static Stream<String> blocks(Stream<Destination> all) {
        return widest(all.filter(one -> one.port().isEmpty()))
                .map(one -> one.block().toString());
    }

    private static Stream<String> ports(Collection<Destination> all) {
        return widest(all.stream().filter(one -> one.port().isPresent()))
                .map(one -> one.block() + " . " + one.port().getAsInt());
    }

    /** The packet filter takes no member of a set that lies within another. */
    private static Stream<Destination> widest(Stream<Destination> all) {
        List<Destination> kept = new ArrayList<>();
        all.sorted(Comparator.comparing(one -> one.block().prefix())).forEach(one -> {
            if (kept.stream().noneMatch(wider -> wider.holds(one))) {
                kept.add(one);
            }
        });
        return kept.stream().sorted(Comparator.comparing(Destination::toString));
    }

    private static String set(String name, String type, String flags, Stream<String> elements) {
        List<String> all = elements.toList();
        return "\tset " + name + " {\n\t\ttype " + type + "\n"
                + (flags.isEmpty() ? "" : "\t\tflags " + flags + "\n")
                + (all.isEmpty() ? "" : "\t\telements = { " + String.join(", ", all) + " }\n")
                + "\t}\n";
    }

    private static String quoted(String device) {
        return '"' + device + '"';
    }
}
