package org.tenantry.gateway.store;

/**
 * A file of one version of a template.
 *
 * @param path below the template's directory
 * @param digest SHA-256 of its bytes
 * @param base64 its bytes
 */
public record TemplateFileRow(String path, boolean executable, String digest, String base64) {}
