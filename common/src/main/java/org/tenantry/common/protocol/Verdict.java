package org.tenantry.common.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an agent is to do with one instance. Nothing is ever removed for missing from a list. */
public enum Verdict {
    /** Follow the assignment. Whether it runs or rests is in its goal. */
    FOLLOW,
    /** Stop its containers and leave everything else where it is: it is unknown here, or lives elsewhere now. */
    KEEP_ASIDE,
    /** Remove everything of it: its goal is absent. */
    REMOVE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The verdict of that word; one from a newer release is taken as the harmless {@link #KEEP_ASIDE}. */
    @JsonCreator
    public static Verdict parse(String word) {
        for (Verdict verdict : values()) {
            if (verdict.word().equals(word)) {
                return verdict;
            }
        }
        return KEEP_ASIDE;
    }
}
