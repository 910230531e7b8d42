package org.tenantry.gateway.edge.http1;

/** The fields that {@code Connection} names: for one hop only, whatever they are (RFC 9110 section 7.6.1). */
final class HopFields {
    /** Nobody needs more, and each costs a look at every field. */
    private static final int MOST = 32;

    private HopFields() {}

    /** Refuses a head that names very many. */
    static Refusal judge(FieldList head) {
        int names = 0;
        if (head.count(Field.CONNECTION) > 0) {
            Words words = new Words(head, Field.CONNECTION);
            while (words.next()) {
                names++;
            }
        }
        return names <= MOST ? Refusal.NONE : Refusal.HOP_FIELDS;
    }

    /** Whether {@code Connection} says anything else than whether the connection stays, or changes its protocol. */
    static boolean areNamed(FieldList head) {
        if (head.count(Field.CONNECTION) == 0) {
            return false;
        }
        Words words = new Words(head, Field.CONNECTION);
        while (words.next()) {
            if (!isWord(head, words, "keep-alive")
                    && !isWord(head, words, "close")
                    && !isWord(head, words, "upgrade")) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code Connection} names this field. */
    static boolean isNamed(FieldList head, int index) {
        byte[] bytes = head.bytes();
        int from = head.nameFrom(index);
        int length = head.nameEnd(index) - from;
        Words words = new Words(head, Field.CONNECTION);
        while (words.next()) {
            if (words.end() - words.from() == length && isSame(bytes, from, words.from(), length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(FieldList head, Words words, String lower) {
        return Ascii.equalsIgnoringCase(head.bytes(), words.from(), words.end(), lower);
    }

    private static boolean isSame(byte[] bytes, int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (Ascii.lower(bytes[one + i]) != Ascii.lower(bytes[other + i])) {
                return false;
            }
        }
        return true;
    }
}
