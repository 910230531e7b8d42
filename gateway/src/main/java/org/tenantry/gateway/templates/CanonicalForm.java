package org.tenantry.gateway.templates;

import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceForm;

/**
 * The one way in which a service's form becomes bytes, and their hash its {@link Revision}. Version 1 never changes: another
 * form would replace every container of every instance at the next release. What a form gains later enters only where it is
 * set, at the end.
 */
public final class CanonicalForm {
    private CanonicalForm() {}

    /** The revision of a form: {@code r1-} and the first 128 bits of SHA-256 over its canonical bytes. */
    public static Revision revision(ServiceForm form) {
        throw new UnsupportedOperationException("revision " + form);
    }
}
