package org.tenantry.common.instance;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Something mounted into a service's containers. */
public sealed interface Mount {

    /** Where in the container, as an absolute path. */
    String target();

    /** A volume of the instance, by the name the Compose file gives it. */
    record Volume(String name, String target, boolean readOnly) implements Mount {}

    /** A volume of one replica, which only the path names; kept when its container is replaced. */
    record Anonymous(String target) implements Mount {}

    /**
     * Memory that is gone with the container; its size in bytes.
     *
     * @param options more of them, as the engine takes them, such as {@code mode=1777,uid=33}
     */
    record Tmpfs(String target, OptionalLong size, Optional<String> options) implements Mount {

        /** Memory without more options. */
        public Tmpfs(String target, OptionalLong size) {
            this(target, size, Optional.empty());
        }
    }

    /**
     * A file of the template, a config or a secret, which no container can change.
     *
     * @param mode its permissions, such as 0444
     * @param user whose it is, by number
     * @param group whose it is, by number
     */
    record File(String target, Content content, int mode, OptionalInt user, OptionalInt group) implements Mount {}

    /** A directory of the template, which no container can change. */
    record Directory(String target, List<Entry> entries) implements Mount {
        public Directory {
            entries = List.copyOf(entries);
        }

        /** A file in it, by its path below the directory. */
        public record Entry(String path, Content content, int mode) {}
    }

    /** What has to be brought to the node for it. */
    default List<Content> contents() {
        return switch (this) {
            case Volume volume -> List.of();
            case Anonymous volume -> List.of();
            case Tmpfs memory -> List.of();
            case File file -> List.of(file.content());
            case Directory directory ->
                directory.entries().stream().map(Directory.Entry::content).toList();
        };
    }

    /** Whether the first version of the protocol can't say it. */
    default boolean ofSecondProtocol() {
        return switch (this) {
            case Volume volume -> false;
            case Tmpfs memory -> memory.options().isPresent();
            case Anonymous volume -> true;
            case File file -> true;
            case Directory directory -> true;
        };
    }
}
