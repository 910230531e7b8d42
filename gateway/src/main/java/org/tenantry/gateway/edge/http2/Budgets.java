package org.tenantry.gateway.edge.http2;

/**
 * What one connection may ask for without end, and no further: frames that carry no request, each of which costs an answer
 * or a look (CVE-2019-9512, -9515), resets (CVE-2023-44487), its own and those that it provokes (CVE-2025-8671), and
 * updates of windows (CVE-2019-9511).
 */
final class Budgets {
    private static final int MOST_FRAMES = 400;
    private static final int FRAMES_PER_SECOND = 20;
    private static final int MOST_RESETS = 200;
    private static final int RESETS_PER_SECOND = 6;
    private static final int PER_REQUEST = 4;
    private static final int PER_DATA = 3;
    private static final int PER_CRUMB = 2;
    /** Some clients say so of each four KiB, for the stream and for the connection. */
    private static final int BYTES_PER_UPDATE = 1 << 10;

    private static final int MOST_EMPTY = 10;

    private final Budget frames;
    private final Budget resets;
    private final Budget updates;
    private final Budget crumbs;
    private boolean overdrawn;
    private int empty;

    Budgets(long now) {
        frames = new Budget(MOST_FRAMES, FRAMES_PER_SECOND, now);
        resets = new Budget(MOST_RESETS, RESETS_PER_SECOND, now);
        updates = new Budget(MOST_FRAMES, FRAMES_PER_SECOND, now);
        crumbs = new Budget(MOST_FRAMES, FRAMES_PER_SECOND, now);
    }

    /** A request came. */
    void request() {
        frames.earn(PER_REQUEST);
        updates.earn(PER_REQUEST);
    }

    /** We asked for something, which the other side may answer with a reset, or with what makes us reset it. */
    void asked() {
        request();
        resets.earn(1);
    }

    /** Data went out: their receiver may say that it has taken them, when it likes. */
    void sent(int length) {
        updates.keep(PER_DATA + length / BYTES_PER_UPDATE);
        // gRPC measures by pings how long they take.
        frames.earn(1);
        crumbs.keep(1);
    }

    /** Few data went out, because a window let no more through: now and then, that is as good. */
    void crumb(long now) {
        if (crumbs.spend(now)) {
            updates.keep(PER_CRUMB);
        }
    }

    /** A frame that carries no request. */
    void frame(long now) throws ConnectionError {
        if (!frames.spend(now)) {
            throw ConnectionError.flood("too many frames without a request");
        }
    }

    void update(long now) throws ConnectionError {
        if (!updates.spend(now)) {
            throw ConnectionError.flood("too many updates of windows");
        }
    }

    void reset(long now) throws ConnectionError {
        if (!resets.spend(now)) {
            throw ConnectionError.flood("too many resets");
        }
    }

    /** The other side made us reset a stream, maybe while nothing of it is read: told to it with what comes next. */
    void provoked(long now) {
        overdrawn |= !resets.spend(now);
    }

    void checkProvoked() throws ConnectionError {
        if (overdrawn) {
            throw ConnectionError.flood("too many mistakes");
        }
    }

    /** Data came, maybe none at all. */
    void data(int length, boolean ends) throws ConnectionError {
        empty = length == 0 && !ends ? empty + 1 : 0;
        if (empty > MOST_EMPTY) {
            throw ConnectionError.flood("frames of no data");
        }
    }
}
