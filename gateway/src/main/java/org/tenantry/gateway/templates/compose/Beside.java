package org.tenantry.gateway.templates.compose;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tenantry.gateway.templates.source.FilePath;
import org.tenantry.gateway.templates.source.FileSet;

/**
 * What stands beside a Compose file in its template.
 *
 * @param dropped services that the gateway stands in for
 * @param profiles those whose services are part of an instance
 * @param capabilities that services may add beyond the harmless ones, without {@code CAP_}
 * @param rules for files, by the path that the Compose file writes, without {@code ./}
 */
public record Beside(
        Set<String> dropped,
        Set<String> profiles,
        Set<String> capabilities,
        Map<String, FileRule> rules,
        FileSet files) {
    /** A Compose file by itself. */
    public static final Beside NOTHING = new Beside(Set.of(), Set.of(), Set.of(), Map.of(), FileSet.NONE);

    public Beside {
        dropped = new TreeSet<>(dropped);
        profiles = new TreeSet<>(profiles);
        capabilities = new TreeSet<>(capabilities);
        rules = new TreeMap<>(rules);
    }

    /**
     * What {@code template.yaml} says of one file.
     *
     * @param path where it lies, where that is not the path that the Compose file writes
     * @param interpolate whether variables are put into it
     */
    public record FileRule(Optional<String> path, boolean interpolate) {}

    /** Where what a Compose file writes lies in the template; empty where that is nowhere. */
    Optional<String> path(String written) {
        Optional<String> elsewhere = rule(written).flatMap(FileRule::path);
        return elsewhere.isPresent() ? elsewhere : FilePath.plain(written);
    }

    boolean interpolates(String written) {
        return rule(written).map(FileRule::interpolate).orElse(false);
    }

    private Optional<FileRule> rule(String written) {
        String name = FilePath.plain(written).orElse(written);
        return Optional.ofNullable(rules.get(name));
    }
}
