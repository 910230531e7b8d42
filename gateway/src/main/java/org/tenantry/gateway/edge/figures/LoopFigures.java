package org.tenantry.gateway.edge.figures;

import java.util.Collection;

/** The figures of one event loop, which alone writes them. */
public final class LoopFigures {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Tally events = new Tally(Event.values().length);
    private final Histogram[] measures = measures();

    private static Histogram[] measures() {
        Measure[] all = Measure.values();
        Histogram[] histograms = new Histogram[all.length];
        for (Measure one : all) {
            histograms[one.ordinal()] = new Histogram(one.scale());
        }
        return histograms;
    }

    public void happened(Event event) {
        events.add(event.ordinal(), 1);
    }

    /** What came was answered with this status, or not at all: 0. */
    public void answered(int status) {
        happened(Event.ofAnswer(status));
    }

    /** The instance has begun to answer. */
    public void begun(long nanos) {
        add(Measure.FIRST_BYTE, nanos);
    }

    /** A request is over. */
    public void ended(int status, long nanos, long received, long sent) {
        answered(status);
        if (status != SWITCHING_PROTOCOLS) {
            add(Measure.DURATION, nanos);
            add(Measure.RECEIVED, received);
            add(Measure.SENT, sent);
        }
    }

    private void add(Measure measure, long value) {
        measures[measure.ordinal()].add(value);
    }

    /** How often it has happened on all of these. */
    public static long sum(Collection<LoopFigures> loops, Event event) {
        return loops.stream().mapToLong(one -> one.events.get(event.ordinal())).sum();
    }

    /** What was measured on all of these. */
    public static Distribution distribution(Collection<LoopFigures> loops, Measure measure) {
        return Distribution.of(
                measure.scale(),
                loops.stream().map(one -> one.measures[measure.ordinal()]).toList());
    }
}
