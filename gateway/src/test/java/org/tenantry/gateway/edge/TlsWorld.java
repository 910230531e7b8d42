package org.tenantry.gateway.edge;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.tenantry.gateway.edge.tls.Authority;
import org.tenantry.gateway.edge.tls.TlsSettings;

/** An edge with a TLS port, certificates of a test's own authority, and clients that trust it. */
final class TlsWorld implements AutoCloseable {
    final Authority authority;
    final Path certificates;
    final EdgeWorld edge;
    final SSLContext trusting;
    private final List<AutoCloseable> closing = new ArrayList<>();

    TlsWorld(Path certificates, UnaryOperator<EdgeSettings> changes) throws Exception {
        this.certificates = certificates;
        this.authority = new Authority();
        this.trusting = authority.trusting();
        TlsSettings tls = TlsSettings.on(0, certificates).withTimes(Duration.ofSeconds(10), Duration.ofMillis(100));
        this.edge = new EdgeWorld(settings -> changes.apply(settings.withTls(tls)));
    }

    /** With one certificate already there. */
    static TlsWorld with(Path certificates, String... names) throws Exception {
        return with(certificates, settings -> settings, names);
    }

    static TlsWorld with(Path certificates, UnaryOperator<EdgeSettings> changes, String... names) throws Exception {
        TlsWorld world = new TlsWorld(certificates, changes);
        world.certificate("first", names);
        EdgeWorld.eventually("the certificate is in use", () -> world.isTaken(names[0].replace("*", "any")));
        return world;
    }

    void certificate(String file, String... names) throws Exception {
        Authority.write(certificates, file, authority.issue(names));
    }

    int port() {
        return edge.edge.tlsPort();
    }

    /** A client's connection whose handshake is done, for this server name. */
    Wire client(String serverName, String... protocols) throws IOException {
        return client(trusting, serverName, protocols);
    }

    /** One of a client that takes any certificate. */
    Wire careless(String serverName) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return new Wire(handshaken(context, serverName, ""));
    }

    Wire client(SSLContext context, String serverName, String... protocols) throws IOException {
        Wire wire = new Wire(handshaken(context, serverName, "HTTPS", protocols));
        closing.add(wire);
        return wire;
    }

    private SSLSocket handshaken(SSLContext context, String serverName, String check, String... protocols)
            throws IOException {
        Socket plain = new Socket(InetAddress.getByName("127.0.0.1"), port());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(check);
        parameters.setServerNames(serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000);
        try {
            socket.startHandshake();
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
        return socket;
    }

    /** Whether a client that asks for this name gets a certificate that is right for it. */
    boolean isTaken(String serverName) {
        try (SSLSocket socket = handshaken(authority.trusting(), serverName, "HTTPS")) {
            return socket.getSession().isValid();
        } catch (IOException | GeneralSecurityException refused) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : closing) {
            one.close();
        }
        edge.close();
    }
}
