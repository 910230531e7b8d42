package org.tenantry.agent.firewall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tenantry.agent.network.Subnet;
import org.tenantry.common.error.TenantryException;

/**
 * The machine's name servers. The engine asks them for containers from within their networks, so that they must be in reach;
 * one on the machine's loopback it asks from outside.
 */
public final class Resolvers {
    private static final Subnet LOOPBACK = Subnet.parse("127.0.0.0/8");

    private final List<Path> files;

    private Resolvers(List<Path> files) {
        this.files = files;
    }

    /** Of this machine: also those behind systemd's own, which the engine asks instead of it. */
    public static Resolvers ofThisMachine() {
        return new Resolvers(List.of(Path.of("/etc/resolv.conf"), Path.of("/run/systemd/resolve/resolv.conf")));
    }

    /** Those that are named now. */
    public Set<Subnet> now() {
        Set<Subnet> all = new TreeSet<>();
        files.forEach(file -> all.addAll(parse(text(file))));
        return all;
    }

    /** The IPv4 name servers of a resolv.conf, without those on the loopback. Pure. */
    static List<Subnet> parse(String text) {
        return text.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
                .flatMap(words -> address(words[1]).stream())
                .filter(address -> !LOOPBACK.overlaps(address))
                .toList();
    }

    private static Optional<Subnet> address(String text) {
        try {
            return Optional.of(Subnet.parse(text + "/32"));
        } catch (TenantryException notOfThisFamily) {
            return Optional.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException none) {
            return "";
        }
    }
}
