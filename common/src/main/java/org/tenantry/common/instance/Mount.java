package org.tenantry.common.instance;

import java.util.OptionalLong;

/** Something mounted into a service's containers. */
public sealed interface Mount {
    /** Where in the container, as an absolute path. */
    String target();

    /** A volume of the instance, by the name the Compose file gives it. */
    record Volume(String name, String target, boolean readOnly) implements Mount {}

    /** Memory that is gone with the container; its size in bytes. */
    record Tmpfs(String target, OptionalLong size) implements Mount {}
}
