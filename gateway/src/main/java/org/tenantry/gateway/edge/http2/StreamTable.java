package org.tenantry.gateway.edge.http2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of one connection that are open, by number; as many as a connection may have, so that most have a slot alone. */
final class StreamTable {
    private static final int SLOTS = 128;

    private final @Nullable StreamOutlet[] slots = new StreamOutlet[SLOTS];
    private int count;

    int count() {
        return count;
    }

    @Nullable
    StreamOutlet find(int number) {
        StreamOutlet one = slots[slot(number)];
        while (one != null && one.number != number) {
            one = one.nextInSlot;
        }
        return one;
    }

    void add(StreamOutlet stream) {
        int slot = slot(stream.number);
        stream.nextInSlot = slots[slot];
        slots[slot] = stream;
        count++;
    }

    void remove(StreamOutlet stream) {
        int slot = slot(stream.number);
        StreamOutlet one = slots[slot];
        if (one == stream) {
            slots[slot] = stream.nextInSlot;
            count--;
            return;
        }
        while (one != null) {
            if (one.nextInSlot == stream) {
                one.nextInSlot = stream.nextInSlot;
                count--;
                return;
            }
            one = one.nextInSlot;
        }
    }

    /** All of now: what is done with one may close it, and others. */
    List<StreamOutlet> all() {
        List<StreamOutlet> open = new ArrayList<>(count);
        for (StreamOutlet first : slots) {
            for (StreamOutlet one = first; one != null; one = one.nextInSlot) {
                open.add(one);
            }
        }
        return open;
    }

    /** Streams of clients, as all of these are, have odd numbers. */
    private static int slot(int number) {
        return number >> 1 & SLOTS - 1;
    }
}
