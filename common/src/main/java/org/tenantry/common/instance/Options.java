package org.tenantry.common.instance;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What else an engine is told of a service's containers, only where the Compose file says it.
 *
 * @param hostname what a container calls itself; empty is the service's name
 * @param extraHosts more names for addresses, each {@code name:address}, in the order of the file
 * @param ulimits by name
 * @param sharedMemory the size of {@code /dev/shm} in bytes
 * @param sysctls kernel parameters of the container's own network, by name
 * @param readOnly whether the container's own file system can't be written
 * @param platform such as {@code linux/arm64}, where the image has to be one for it
 */
public record Options(
        Optional<String> hostname,
        List<String> extraHosts,
        Dns dns,
        List<Ulimit> ulimits,
        OptionalLong sharedMemory,
        SortedMap<String, String> sysctls,
        Capabilities capabilities,
        boolean readOnly,
        boolean tty,
        boolean stdinOpen,
        Optional<String> platform) {

    /** Nothing more than every container is made with. */
    public static final Options NONE = new Options(
            Optional.empty(),
            List.of(),
            new Dns(List.of(), List.of(), List.of()),
            List.of(),
            OptionalLong.empty(),
            new TreeMap<>(),
            new Capabilities(List.of(), List.of()),
            false,
            false,
            false,
            Optional.empty());

    public Options {
        extraHosts = List.copyOf(extraHosts);
        ulimits = List.copyOf(ulimits);
        sysctls = Collections.unmodifiableSortedMap(new TreeMap<>(sysctls));
    }

    /** Whom a container asks for names that its networks don't know. */
    public record Dns(List<String> servers, List<String> search, List<String> options) {
        public Dns {
            servers = List.copyOf(servers);
            search = List.copyOf(search);
            options = List.copyOf(options);
        }
    }

    /** A limit of one process, such as {@code nofile}; -1 is none. */
    public record Ulimit(String name, long soft, long hard) {}

    /** Capabilities without their {@code CAP_}, ascending; {@code ALL} may be among those that are dropped. */
    public record Capabilities(List<String> added, List<String> dropped) {
        public Capabilities {
            added = added.stream().sorted().distinct().toList();
            dropped = dropped.stream().sorted().distinct().toList();
        }
    }
}
