package org.tenantry.gateway.edge.http1;

/** Walks over the words of list-valued fields of one kind (RFC 9110 section 5.6.1). Short-lived: it does not escape. */
final class Words {
    private final FieldList section;
    private final Field field;
    private int index;
    private int at;
    private int limit;
    private int from;
    private int end;

    Words(FieldList section, Field field) {
        this.section = section;
        this.field = field;
        this.index = section.first(field) - 1;
    }

    /** Goes to the next word that isn't empty. */
    boolean next() {
        while (true) {
            if (at >= limit && !nextField()) {
                return false;
            }
            if (word()) {
                return true;
            }
        }
    }

    int from() {
        return from;
    }

    int end() {
        return end;
    }

    private boolean nextField() {
        for (index++; index < section.count(); index++) {
            if (section.field(index) == field) {
                at = section.valueFrom(index);
                limit = section.valueEnd(index);
                if (at < limit) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean word() {
        byte[] bytes = section.bytes();
        int comma = at;
        while (comma < limit && bytes[comma] != ',') {
            comma++;
        }
        from = at;
        end = comma;
        at = comma + 1;
        while (from < end && Ascii.isBlank(bytes[from])) {
            from++;
        }
        while (end > from && Ascii.isBlank(bytes[end - 1])) {
            end--;
        }
        return end > from;
    }
}
