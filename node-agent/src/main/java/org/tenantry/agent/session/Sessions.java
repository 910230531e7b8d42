package org.tenantry.agent.session;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.bus.Line;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.protocol.Ids;

/**
 * Keeps a session with any gateway, for ever: when one ends, the next begins, at the next gateway of the list. Without any,
 * instances go on as they were told.
 */
public final class Sessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final Dialler dialler;
    private final Gateways gateways;
    private final Speaker speaker;
    private final Desk desk;
    private final Thread thread;
    private String lastTold = "";
    private volatile boolean closing;

    private Sessions(Dialler dialler, Gateways gateways, Speaker speaker, Desk desk) {
        this.dialler = dialler;
        this.gateways = gateways;
        this.speaker = speaker;
        this.desk = desk;
        this.thread = Thread.ofVirtual().name("sessions").unstarted(this::run);
    }

    /** What sessions are made of. */
    public record Parts(Vertx vertx, Ids ids, Gateways gateways) {}

    /** Begins the first session. */
    public static Sessions start(Parts parts, Speaker speaker, Desk desk) {
        Sessions sessions = new Sessions(new Dialler(parts.vertx(), parts.ids()), parts.gateways(), speaker, desk);
        sessions.thread.start();
        return sessions;
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dialler.close();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                one(gateways.next());
                gateways.pause();
            }
        } catch (InterruptedException closing) {
            LOG.debug("{}: no more sessions", speaker.identity().node());
        }
    }

    private void one(URI gateway) throws InterruptedException {
        Signals signals = new Signals();
        try {
            Line line = dialler.dial(gateway, speaker.identity(), signals);
            try {
                new Session(line, signals, speaker, desk).run(dialler.signature(speaker.identity()), this::began);
            } finally {
                line.close();
            }
        } catch (TenantryException doubt) {
            told(gateway, doubt.message());
        } catch (RuntimeException bug) {
            unexpected(gateway, bug);
        }
    }

    private void unexpected(URI gateway, RuntimeException bug) {
        if (!closing) {
            LOG.error(
                    "{}: the session with {} failed unexpectedly",
                    speaker.identity().node(),
                    gateway,
                    bug);
        }
    }

    private void began() {
        gateways.succeeded();
        lastTold = "";
    }

    /** The same reason again and again is said once. */
    private void told(URI gateway, String reason) {
        String now = gateway + " " + reason;
        if (!now.equals(lastTold)) {
            LOG.warn("{}: no session with {}: {}", speaker.identity().node(), gateway, reason);
        }
        lastTold = now;
    }
}
