package org.tenantry.common.instance;

import java.util.Optional;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/**
 * An image by the name that the template gives it, and by its digest once one is pinned. Only the digest says which bytes
 * run; it is part of the {@link Revision}.
 */
public record ImageRef(String name, Optional<String> digest) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:/-]{0,254}(@sha256:[0-9a-f]{64})?");

    public ImageRef {
        if (!NAME.matcher(name).matches()) {
            throw TenantryException.invalid("image", name, "a reference such as registry.example.org/name:tag");
        }
    }

    /** An image whose digest isn't pinned yet. */
    public static ImageRef named(String name) {
        return new ImageRef(name, Optional.empty());
    }
}
