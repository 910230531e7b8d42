package org.tenantry.gateway.edge.http2.hpack;

/** The fields that a sender has asked to remember, the last one first (RFC 7541 section 2.3.2). Bounded by their sizes. */
final class DynamicTable {
    /** What a field takes beside its bytes (RFC 7541 section 4.1). */
    static final int OVERHEAD = 32;

    private static final byte[] NOTHING = {};

    private final byte[][] names;
    private final byte[][] values;
    private final int mask;
    private final int largest;
    private int bound;
    private int size;
    private int count;
    private int newest;

    /** @param largest the most that a sender may make of it, and what it is at first */
    DynamicTable(int largest) {
        int most = Integer.highestOneBit(Math.max(largest / OVERHEAD, 1)) * 2;
        this.largest = largest;
        this.bound = largest;
        this.names = new byte[most][];
        this.values = new byte[most][];
        this.mask = most - 1;
    }

    int count() {
        return count;
    }

    /** The name of the field that came so many before the last one. */
    byte[] name(int age) {
        return names[newest - age & mask];
    }

    byte[] value(int age) {
        return values[newest - age & mask];
    }

    /** The sender bounds it anew. */
    void resize(int to) throws MalformedBlock {
        if (to > largest) {
            throw new MalformedBlock("a table of " + to + " bytes (expected: at most " + largest + ")");
        }
        bound = to;
        makeRoom(0);
    }

    /** Remembers a field, and forgets the oldest ones for it; one that is larger than all of it empties it. */
    void add(byte[] name, byte[] value) {
        int needed = name.length + value.length + OVERHEAD;
        makeRoom(needed);
        if (needed <= bound) {
            newest = newest + 1 & mask;
            names[newest] = name;
            values[newest] = value;
            size += needed;
            count++;
        }
    }

    private void makeRoom(int needed) {
        while (count > 0 && size + needed > bound) {
            int oldest = newest - count + 1 & mask;
            size -= names[oldest].length + values[oldest].length + OVERHEAD;
            names[oldest] = NOTHING;
            values[oldest] = NOTHING;
            count--;
        }
    }
}
