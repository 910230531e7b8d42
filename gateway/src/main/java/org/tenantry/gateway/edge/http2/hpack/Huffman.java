package org.tenantry.gateway.edge.http2.hpack;

/**
 * The code of RFC 7541 appendix B, which is canonical: it follows from the lengths alone. Read four bits at a time; no code
 * is shorter, so each step ends at most one byte.
 */
final class Huffman {
    /** How many bits each byte has, and in the end the sign for the end. */
    private static final byte[] LENGTHS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28,
        28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15,
        6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22,
        20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23,
        23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22,
        22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26,
        27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27,
        26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30
    };

    private static final int END = 256;
    private static final int LONGEST = 30;
    private static final int NODES = 256;
    private static final int NIBBLES = 16;
    private static final int MOST_PADDING = 7;

    /** A step: the next node in the upper half, then whether a byte ends, then that byte. */
    private static final int[] STEPS = new int[NODES * NIBBLES];

    private static final int NODE_SHIFT = 16;
    private static final int ENDS = 0x100;
    private static final int BROKEN = -1;

    /** At which nodes a text may end: on the way to the sign for the end, less than a byte deep. */
    private static final boolean[] MAY_END = new boolean[NODES];

    static {
        fill(tree());
    }

    private Huffman() {}

    /**
     * Decodes a text.
     *
     * @param out has room for {@link #longest}
     * @return where it ends in {@code out}
     */
    static int decode(byte[] in, int from, int end, byte[] out, int at) throws MalformedBlock {
        int node = 0;
        int to = at;
        for (int i = from; i < end; i++) {
            int high = STEPS[node * NIBBLES + (in[i] >> 4 & 0xf)];
            if ((high & ENDS) != 0) {
                out[to++] = (byte) high;
            }
            int low = high == BROKEN ? BROKEN : STEPS[(high >> NODE_SHIFT) * NIBBLES + (in[i] & 0xf)];
            if (low == BROKEN) {
                throw new MalformedBlock("the sign for the end within a text");
            }
            if ((low & ENDS) != 0) {
                out[to++] = (byte) low;
            }
            node = low >> NODE_SHIFT;
        }
        if (!MAY_END[node]) {
            throw new MalformedBlock("a text that ends within a byte");
        }
        return to;
    }

    /** How long a text of so many bytes can be once it is decoded. */
    static int longest(int coded) {
        return coded * 8 / 5 + 1;
    }

    /** The nodes' two children; a leaf is the complement of its byte. */
    private static int[] tree() {
        int[] children = new int[2 * NODES];
        int nodes = 1;
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int leaf = 0; leaf <= END; leaf++) {
                if (LENGTHS[leaf] == length) {
                    nodes = grow(children, nodes, code++, length, leaf);
                }
            }
            code <<= 1;
        }
        return children;
    }

    private static int grow(int[] children, int nodes, int code, int length, int leaf) {
        int count = nodes;
        int node = 0;
        for (int bit = length - 1; bit > 0; bit--) {
            int child = 2 * node + (code >> bit & 1);
            if (children[child] == 0) {
                children[child] = count++;
            }
            node = children[child];
        }
        children[2 * node + (code & 1)] = ~leaf;
        return count;
    }

    private static void fill(int[] children) {
        for (int node = 0; node < NODES; node++) {
            for (int nibble = 0; nibble < NIBBLES; nibble++) {
                STEPS[node * NIBBLES + nibble] = step(children, node, nibble);
            }
        }
        int node = 0;
        for (int depth = 0; depth <= MOST_PADDING; depth++) {
            MAY_END[node] = true;
            node = children[2 * node + 1];
        }
    }

    private static int step(int[] children, int from, int nibble) {
        int node = from;
        int ended = 0;
        for (int bit = 3; bit >= 0; bit--) {
            int child = children[2 * node + (nibble >> bit & 1)];
            if (child == ~END) {
                return BROKEN;
            }
            if (child < 0) {
                ended = ENDS | ~child;
            }
            node = Math.max(child, 0);
        }
        return node << NODE_SHIFT | ended;
    }
}
