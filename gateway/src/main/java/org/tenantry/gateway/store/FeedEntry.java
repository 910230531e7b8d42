package org.tenantry.gateway.store;

/**
 * One change: that thing is to be read again.
 *
 * @param position counts from 1 without holes, in the order of commits
 * @param id of the thing: for a host the host, for a placement the instance, for a template its {@code name@version}
 */
public record FeedEntry(long position, FeedKind kind, String id) {}
