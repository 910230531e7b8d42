package org.tenantry.gateway.templates;

/** Reads the two texts that a template consists of. */
public final class TemplateReader {
    /** The names under which problems and findings speak of the two files. */
    public static final String MANIFEST_FILE = "template.yaml";

    public static final String COMPOSE_FILE = "docker-compose.yml";

    private TemplateReader() {}

    /**
     * Reads a template.
     *
     * @throws org.tenantry.common.error.TenantryException with every problem in its message and the first one's path as its
     *     field; {@code TOO_LARGE} or {@code MALFORMED} where a text isn't YAML within the limits, {@code UNSUPPORTED} where
     *     it uses what is refused, else {@code INVALID}
     */
    public static Template read(String manifestText, String composeText) {
        throw new UnsupportedOperationException("read " + manifestText + composeText);
    }

    /** Explains every key of both texts; never throws for what they contain. */
    public static TemplateCheck check(String manifestText, String composeText) {
        throw new UnsupportedOperationException("check " + manifestText + composeText);
    }
}
