package org.tenantry.agent.firewall;

import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** A packet filter in memory: it takes only text whose braces match, and tells it in words of its own. */
public final class FakePacketFilter implements PacketFilter {
    private final SortedMap<String, String> tables = new ConcurrentSkipListMap<>();
    private final AtomicInteger replaced = new AtomicInteger();
    private volatile boolean broken;

    @Override
    public void replace(String table, String inside) {
        requireWhole();
        if (braces(inside, '{') != braces(inside, '}')) {
            throw refused("syntax error");
        }
        tables.put(table, inside);
        replaced.incrementAndGet();
    }

    @Override
    public Optional<String> listing(String table) {
        requireWhole();
        return Optional.ofNullable(tables.get(table)).map(inside -> "table inet " + table + " {\n" + inside + "}\n");
    }

    @Override
    public void remove(String table) {
        requireWhole();
        tables.remove(table);
    }

    /** What somebody else does with it. */
    public void flush() {
        tables.clear();
    }

    /** From now on nothing can be done with it, or again. */
    public void breaks(boolean now) {
        broken = now;
    }

    /** How often rules were put in place. */
    public int replaced() {
        return replaced.get();
    }

    private void requireWhole() {
        if (broken) {
            throw refused("it is broken");
        }
    }

    private static TenantryException refused(String why) {
        return TenantryException.of(ErrorCode.UNAVAILABLE, "the firewall cannot be set: " + why);
    }

    private static long braces(String text, char brace) {
        return text.chars().filter(one -> one == brace).count();
    }
}
