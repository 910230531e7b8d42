package org.tenantry.gateway.edge.http2.hpack;

/**
 * Decodes the blocks of one connection, in their order (RFC 7541 section 3). The work is bounded by the bytes that come: a
 * field that is named by a number is copied only while all of them together are within their bound. Confined to one thread.
 */
public final class FieldDecoder {
    /** What a sender may ask us to remember; the default of RFC 9113 section 6.5.2. */
    private static final int TABLE = 4096;

    private static final int INDEXED = 0x80;
    private static final int REMEMBERED = 0x40;
    private static final int RESIZED = 0x20;
    private static final int CODED = 0x80;
    private static final int MOST_SHIFT = 21;

    private final DynamicTable table = new DynamicTable(TABLE);
    private byte[] block = {};
    private int at;
    private int end;

    /**
     * Decodes a whole block.
     *
     * @param out is filled anew
     */
    public void decode(byte[] bytes, int from, int to, DecodedFields out) throws MalformedBlock {
        block = bytes;
        at = from;
        end = to;
        out.clear();
        sizes();
        while (at < end) {
            field(out);
        }
    }

    /** Changes of the table's size come before any field (RFC 7541 section 4.2). */
    private void sizes() throws MalformedBlock {
        while (at < end && (block[at] & 0xe0) == RESIZED) {
            table.resize(number(5));
        }
    }

    private void field(DecodedFields out) throws MalformedBlock {
        int first = block[at] & 0xff;
        if (first >= INDEXED) {
            indexed(number(7), out);
        } else if (first >= REMEMBERED) {
            literal(number(6), true, out);
        } else if (first >= RESIZED) {
            throw new MalformedBlock("a change of the table's size behind a field");
        } else {
            literal(number(4), false, out);
        }
    }

    private void indexed(int index, DecodedFields out) throws MalformedBlock {
        byte[] name = name(index);
        if (out.isTooLarge()) {
            return;
        }
        int from = out.length();
        out.add(name);
        out.add(index <= StaticTable.COUNT ? StaticTable.value(index) : table.value(index - StaticTable.COUNT - 1));
        out.end(from, from + name.length);
    }

    private void literal(int index, boolean remembered, DecodedFields out) throws MalformedBlock {
        int from = out.length();
        byte[] known = index == 0 ? null : name(index);
        if (known == null) {
            text(out);
        } else if (!out.isTooLarge()) {
            out.add(known);
        }
        int middle = out.length();
        text(out);
        if (remembered) {
            table.add(known == null ? out.copy(from, middle) : known, out.copy(middle, out.length()));
        }
        out.end(from, middle);
    }

    private byte[] name(int index) throws MalformedBlock {
        if (index == 0 || index > StaticTable.COUNT + table.count()) {
            throw new MalformedBlock("field " + index + ", which nobody has named");
        }
        return index <= StaticTable.COUNT ? StaticTable.name(index) : table.name(index - StaticTable.COUNT - 1);
    }

    private void text(DecodedFields out) throws MalformedBlock {
        if (at == end) {
            throw new MalformedBlock("no text where one belongs");
        }
        boolean coded = (block[at] & CODED) != 0;
        int length = number(7);
        if (length > end - at) {
            throw new MalformedBlock("a text that is longer than its block");
        }
        if (coded) {
            out.addCoded(block, at, at + length);
        } else {
            out.add(block, at, at + length);
        }
        at += length;
    }

    /** A number whose first bits share a byte with something else (RFC 7541 section 5.1). */
    private int number(int bits) throws MalformedBlock {
        int most = (1 << bits) - 1;
        int number = block[at++] & most;
        if (number < most) {
            return number;
        }
        for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
            if (at == end) {
                throw new MalformedBlock("a number that doesn't end");
            }
            int more = block[at++];
            number += (more & 0x7f) << shift;
            if (more >= 0) {
                return number;
            }
        }
        throw new MalformedBlock("a number that is too large");
    }
}
