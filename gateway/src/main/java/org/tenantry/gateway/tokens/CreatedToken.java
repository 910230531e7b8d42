package org.tenantry.gateway.tokens;

import org.tenantry.common.secret.Secret;

/** A new token and, this once, itself: nobody can show it again. */
public record CreatedToken(TokenView view, Secret token) {}
