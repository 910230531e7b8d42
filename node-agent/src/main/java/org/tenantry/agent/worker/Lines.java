package org.tenantry.agent.worker;

import java.util.List;

/** Keeps what is told of a log small: it goes over the bus and rests on operations. */
final class Lines {
    static final int MOST = 20;
    private static final int LONGEST = 500;

    private Lines() {}

    static List<String> bounded(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - MOST), lines.size()).stream()
                .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST))
                .toList();
    }
}
