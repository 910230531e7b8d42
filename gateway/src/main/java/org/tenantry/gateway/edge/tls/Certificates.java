package org.tenantry.gateway.edge.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.control.ControlLoop;
import org.tenantry.common.host.CanonicalHost;

/**
 * The certificates in use, kept as a directory has them. A change swaps the whole choice; connections keep what they began
 * with. The file system tells of changes; what it doesn't tell (the targets of links, other machines' writes) is found by
 * looking now and then.
 */
public final class Certificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final Path path;
    private final InstantSource clock;
    private final CertificateDirectory<ServerCertificate> directory;
    private final WatchService watch;
    private final ControlLoop loop;
    private List<ServerCertificate> inUse = List.of();
    private @Nullable WatchKey watched;
    private volatile Stock stock = Stock.NONE;
    private volatile CertificateChoice<ServerCertificate> choice = CertificateChoice.among(List.of());

    private Certificates(TlsSettings settings, InstantSource clock, WatchService watch) {
        this.path = settings.certificates();
        this.clock = clock;
        this.watch = watch;
        this.directory = new CertificateDirectory<>(
                path,
                clock,
                (files, name) -> ServerCertificate.of(CertificateFiles.read(files, name), settings.http2()));
        this.loop = ControlLoop.of("certificates", settings.look(), this::look);
    }

    /** Reads what is there, and begins to watch. Blocks. */
    public static Certificates start(TlsSettings settings, InstantSource clock) throws IOException {
        Certificates certificates =
                new Certificates(settings, clock, FileSystems.getDefault().newWatchService());
        certificates.look();
        certificates.loop.begin();
        Thread.ofVirtual().name("certificates-watch").start(certificates::listen);
        return certificates;
    }

    /** What shall secure a connection of a client that asks for this name. */
    Optional<Chosen> choose(Optional<CanonicalHost> serverName, ByteBufAllocator allocator) {
        while (true) {
            Optional<ServerCertificate> chosen = choice.choose(serverName);
            try {
                return chosen.map(one -> new Chosen(one.handler(allocator), one.names()));
            } catch (IllegalReferenceCountException released) {
                // Replaced in this very moment: then there is a newer choice already.
                Thread.onSpinWait();
            }
        }
    }

    /** One connection's cipher, and the names that it vouches for. */
    record Chosen(SslHandler handler, CertificateNames names) {}

    /** Those in use. */
    public Stock stock() {
        return stock;
    }

    private void look() {
        register();
        directory.look();
        List<ServerCertificate> now = directory.usable();
        if (!now.equals(inUse)) {
            List<ServerCertificate> before = inUse;
            inUse = now;
            stock = new Stock(
                    now.size(), now.stream().map(ServerCertificate::validUntil).min(Instant::compareTo));
            choice = CertificateChoice.among(
                    now.stream().map(ServerCertificate::candidate).toList());
            now.stream().filter(one -> !before.contains(one)).forEach(this::tell);
            before.stream().filter(one -> !now.contains(one)).forEach(ServerCertificate::release);
        }
    }

    private void tell(ServerCertificate fresh) {
        if (fresh.isValid(clock.instant())) {
            LOG.info("{}: in use from now on: {}", path, fresh);
        } else {
            LOG.warn("{}: in use from now on, though it isn't valid now: {}", path, fresh);
        }
    }

    private void register() {
        WatchKey known = watched;
        if (known == null || !known.isValid()) {
            try {
                watched = path.register(
                        watch,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            } catch (IOException notYet) {
                watched = null;
            }
        }
    }

    private void listen() {
        try {
            while (true) {
                WatchKey told = watch.take();
                told.pollEvents();
                told.reset();
                loop.signal();
            }
        } catch (ClosedWatchServiceException | InterruptedException closing) {
            LOG.debug("{}: no longer watched", path);
        }
    }

    @Override
    public void close() {
        loop.close();
        try {
            watch.close();
        } catch (IOException e) {
            LOG.debug("{}: the watch did not close", path, e);
        }
        choice = CertificateChoice.among(List.of());
        new ArrayList<>(inUse).forEach(ServerCertificate::release);
        inUse = List.of();
    }
}
