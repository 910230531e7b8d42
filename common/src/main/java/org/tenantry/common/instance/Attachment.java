package org.tenantry.common.instance;

import java.util.List;

/** A service's place in one network of its instance; it answers there by its own name and these aliases. */
public record Attachment(String network, List<String> aliases) {
    public Attachment {
        aliases = List.copyOf(aliases);
    }
}
