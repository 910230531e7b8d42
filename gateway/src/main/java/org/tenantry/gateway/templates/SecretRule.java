package org.tenantry.gateway.templates;

/** How one secret of an instance is made: so many characters out of these. */
public record SecretRule(String name, int length, String alphabet) {}
