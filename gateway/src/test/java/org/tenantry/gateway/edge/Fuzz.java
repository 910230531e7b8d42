package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the fuzzed properties share. A property that does not hold is an AssertionError, which fuzzer and test both report. */
public final class Fuzz {
    private static final int EACH_CUT = 48;
    private static final int SOME_CUTS = 8;

    private Fuzz() {}

    /** Says that two readings are the same. */
    public static void same(String what, Object one, Object other) {
        if (!one.equals(other)) {
            throw new AssertionError(what + ":\n  " + one + "\n  " + other);
        }
    }

    public static void holds(String what, boolean so) {
        if (!so) {
            throw new AssertionError(what);
        }
    }

    /** A reading must not depend on how the bytes come: all at once, one by one, cut anywhere. Returns it. */
    public static String wherever(byte[] input, Function<List<ByteBuf>, String> reading) {
        String whole = reading.apply(pieces(input, input.length));
        List<ByteBuf> single = new ArrayList<>();
        for (int i = 0; i < input.length; i++) {
            single.add(Unpooled.wrappedBuffer(input, i, 1));
        }
        same("byte by byte", whole, reading.apply(single));
        int step = input.length <= EACH_CUT ? 1 : 1 + input.length / SOME_CUTS;
        for (int cut = 1; cut < input.length; cut += step) {
            same("cut at " + cut, whole, reading.apply(pieces(input, cut)));
        }
        return whole;
    }

    private static List<ByteBuf> pieces(byte[] input, int cut) {
        return List.of(Unpooled.wrappedBuffer(input, 0, cut), Unpooled.wrappedBuffer(input, cut, input.length - cut));
    }
}
