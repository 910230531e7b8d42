package org.tenantry.gateway.edge.figures;

/** What is counted as often as it happens. */
public enum Event {
    ANSWER_1XX,
    ANSWER_2XX,
    ANSWER_3XX,
    ANSWER_4XX,
    ANSWER_5XX,
    /** A connection that was closed, or a handshake refused, without an answer. */
    NO_ANSWER,
    HANDSHAKE,
    /** One that took up an earlier session; a {@link #HANDSHAKE} too. */
    HANDSHAKE_RESUMED,
    HANDSHAKE_FAILED;

    private static final Event[] ANSWERS = {NO_ANSWER, ANSWER_1XX, ANSWER_2XX, ANSWER_3XX, ANSWER_4XX, ANSWER_5XX};

    /** By the status of an answer; 0 where there was none. */
    static Event ofAnswer(int status) {
        int hundreds = status / 100;
        return hundreds < ANSWERS.length ? ANSWERS[hundreds] : NO_ANSWER;
    }
}
