package org.tenantry.gateway.edge.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** A certificate authority of a test's own. */
public final class Authority {
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";

    private final X509Bundle root;

    public Authority() throws Exception {
        root = new CertificateBuilder()
                .ecp256()
                .subject("CN=test authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    X509Bundle issue(CertificateBuilder with, String... names) throws Exception {
        with.subject("CN=" + (names.length == 0 ? "nothing" : names[0])).addExtendedKeyUsageServerAuth();
        if (names.length > 0) {
            with.addExtensionOctetString(ALTERNATIVE_NAMES, false, alternatives(names));
        }
        return with.buildIssuedBy(root);
    }

    /** The builder's own refuses wildcards. */
    private static byte[] alternatives(String... names) throws IOException {
        GeneralName[] all = Stream.of(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        return new GeneralNames(all).getEncoded();
    }

    /** A certificate on an elliptic curve for these names. */
    public X509Bundle issue(String... names) throws Exception {
        return issue(new CertificateBuilder().ecp256(), names);
    }

    /** Writes a pair as an administrator would: the key first, each in one step. */
    public static void write(Path directory, String name, X509Bundle pair) throws IOException {
        write(directory.resolve(name + ".key"), pair.getPrivateKeyPEM());
        write(directory.resolve(name + ".crt"), pair.getCertificatePathPEM());
    }

    static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName());
        Files.writeString(fresh, text);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public String pem() {
        return root.getCertificatePEM();
    }

    /** What a client needs that trusts this authority and no other. */
    public SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, root.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }
}
