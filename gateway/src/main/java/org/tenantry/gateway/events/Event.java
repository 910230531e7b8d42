package org.tenantry.gateway.events;

/** That something changed: whoever cares reads it again. */
public record Event(Cursor cursor, String kind, String id) {}
