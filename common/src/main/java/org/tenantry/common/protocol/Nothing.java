package org.tenantry.common.protocol;

/** A message that says all by being sent. */
public record Nothing() {}
