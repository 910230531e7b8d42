package org.tenantry.gateway.edge.figures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts that one thread writes and any thread reads. A reader may see them a moment late, never torn; writing costs what
 * writing to an array costs.
 */
final class Tally {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells;

    Tally(int size) {
        cells = new long[size];
    }

    void add(int index, long more) {
        CELLS.setOpaque(cells, index, cells[index] + more);
    }

    long get(int index) {
        return (long) CELLS.getOpaque(cells, index);
    }
}
