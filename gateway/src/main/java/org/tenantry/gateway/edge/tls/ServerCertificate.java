package org.tenantry.gateway.edge.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * A pair, ready for handshakes. Each has ticket keys of its own, which BoringSSL makes and replaces every two days, so that no
 * session begun with one certificate goes on under another.
 */
final class ServerCertificate {
    /** Forward secret and authenticated (RFC 9325 section 4.2), fast ones first; those of TLS 1.3 are BoringSSL's to order. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** What browsers offer first withstands quantum computers; the others are for everybody else. */
    private static final String[] GROUPS = {"X25519MLKEM768", "x25519", "P-256", "P-384"};

    /** Of clients without tickets, per certificate. */
    private static final int MOST_SESSIONS = 1000;

    private static final int SESSION_SECONDS = 7200;

    private final CertificatePair pair;
    private final SslContext context;

    private ServerCertificate(CertificatePair pair, SslContext context) {
        this.pair = pair;
        this.context = context;
    }

    static ServerCertificate of(CertificatePair pair, boolean http2) throws BrokenPair {
        try {
            SslContext context = SslContextBuilder.forServer(
                            pair.key(), pair.chain().toArray(X509Certificate[]::new))
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(CIPHERS)
                    .option(OpenSslContextOption.GROUPS, GROUPS)
                    .applicationProtocolConfig(offered(http2))
                    .sessionCacheSize(MOST_SESSIONS)
                    .sessionTimeout(SESSION_SECONDS)
                    .build();
            ((OpenSslSessionContext) context.sessionContext()).setTicketKeys();
            return new ServerCertificate(pair, context);
        } catch (SSLException | IllegalArgumentException e) {
            throw new BrokenPair(pair.name() + ".crt: cannot be used: " + e.getMessage());
        }
    }

    private static ApplicationProtocolConfig offered(boolean http2) {
        List<String> protocols = http2
                ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
                : List.of(ApplicationProtocolNames.HTTP_1_1);
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                protocols);
    }

    Instant validUntil() {
        return pair.validUntil();
    }

    CertificateNames names() {
        return pair.names();
    }

    CertificateChoice.Candidate<ServerCertificate> candidate() {
        return new CertificateChoice.Candidate<>(pair.name(), pair.names(), pair.validUntil(), this);
    }

    boolean isValid(Instant now) {
        return now.isBefore(pair.validUntil())
                && !now.isBefore(pair.leaf().getNotBefore().toInstant());
    }

    /** One connection's; throws IllegalReferenceCountException once released. */
    SslHandler handler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }

    /** Handshakes and connections under way go on. */
    void release() {
        ReferenceCountUtil.release(context);
    }

    @Override
    public String toString() {
        return pair.name() + ".crt for " + pair.names() + ", valid until " + pair.validUntil();
    }
}
