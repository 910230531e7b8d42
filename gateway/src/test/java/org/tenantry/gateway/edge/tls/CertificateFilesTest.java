package org.tenantry.gateway.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tenantry.common.host.CanonicalHost;

class CertificateFilesTest {
    @TempDir
    Path directory;

    private Authority authority;

    @BeforeEach
    void setUp() throws Exception {
        authority = new Authority();
    }

    @ParameterizedTest
    @EnumSource(names = {"ecp256", "ecp384", "rsa2048"})
    void readsKeysInEveryUsualEncoding(CertificateBuilder.Algorithm algorithm) throws Exception {
        X509Bundle pair = authority.issue(new CertificateBuilder().algorithm(algorithm), "acme.test");
        byte[] pkcs8 = pair.getKeyPair().getPrivate().getEncoded();
        byte[] bare = PrivateKeyInfo.getInstance(pkcs8)
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        Authority.write(directory, "a", pair);
        Authority.write(directory, "b", pair);
        String kind = algorithm.name().startsWith("ec") ? "EC " : "RSA ";
        Authority.write(
                directory.resolve("b.key"),
                "# comment\n-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n" + "-----END EC PARAMETERS-----\n"
                        + pem(kind + "PRIVATE KEY", bare));

        assertThat(CertificateFiles.read(directory, "a").key())
                .isEqualTo(pair.getKeyPair().getPrivate());
        assertThat(CertificateFiles.read(directory, "b").key())
                .isEqualTo(pair.getKeyPair().getPrivate());
        assertThat(CertificateFiles.read(directory, "b").names().covers(new CanonicalHost("acme.test")))
                .isTrue();
        ServerCertificate.of(CertificateFiles.read(directory, "b"), false).release();
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws Exception {
        Authority.write(directory, "a", authority.issue("acme.test"));
        for (String mode : new String[] {"rw-r--r--", "rw-rw----", "rw-----w-"}) {
            Files.setPosixFilePermissions(directory.resolve("a.key"), PosixFilePermissions.fromString(mode));

            refused("a.key: others may use it, its mode is " + mode + " (expected: rw-------, by chmod 600)");
        }
        Files.setPosixFilePermissions(directory.resolve("a.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(CertificateFiles.read(directory, "a").chain()).isNotEmpty();
    }

    @Test
    void saysWhichFileIsMissing() throws Exception {
        Authority.write(directory, "a", authority.issue("acme.test"));
        Files.delete(directory.resolve("a.key"));
        refused("a.key: its key is missing");

        Authority.write(directory, "a", authority.issue("acme.test"));
        Files.delete(directory.resolve("a.crt"));
        refused("a.crt: its certificate is missing");
    }

    @Test
    void refusesTheKeyOfAnother() throws Exception {
        Authority.write(directory, "a", authority.issue("acme.test"));
        Authority.write(directory.resolve("a.key"), authority.issue("acme.test").getPrivateKeyPEM());
        refused("a.key: is not the key of");

        X509Bundle rsa = authority.issue(new CertificateBuilder().rsa2048(), "acme.test");
        Authority.write(directory.resolve("a.key"), rsa.getPrivateKeyPEM());
        refused("a.key: is not a key such as that of");
    }

    @Test
    void refusesWhatIsNoPair() throws Exception {
        X509Bundle pair = authority.issue("acme.test");
        Authority.write(directory, "a", pair);
        Authority.write(directory.resolve("a.key"), pair.getCertificatePEM());
        refused("a.key: holds no private key");
        Authority.write(
                directory.resolve("a.key"),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                        + "DEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        refused("a.key: is locked with a password");
        Authority.write(directory.resolve("a.key"), pem("ENCRYPTED PRIVATE KEY", new byte[10]));
        refused("a.key: is locked with a password");
        Authority.write(directory.resolve("a.key"), pem("PRIVATE KEY", new byte[10]));
        refused("a.key: is not a key such as");

        Authority.write(directory.resolve("a.crt"), "nothing");
        refused("a.crt: holds no certificate");
        String whole = pair.getCertificatePEM();
        Authority.write(directory.resolve("a.crt"), whole.substring(0, whole.length() / 2));
        refused("a.crt: cannot be read as certificates");
        Authority.write(directory.resolve("a.crt"), "x".repeat(2 << 20));
        refused("a.crt: is larger than any certificate");
    }

    @Test
    void refusesACertificateWithoutHostsUnlessItIsTheDefault() throws Exception {
        Authority.write(directory, "a", authority.issue());
        Authority.write(directory, "default", authority.issue());

        refused("a.crt: names no host");
        assertThat(CertificateFiles.read(directory, "default").names().isEmpty())
                .isTrue();
    }

    private void refused(String message) {
        assertThatThrownBy(() -> CertificateFiles.read(directory, "a"))
                .isInstanceOf(BrokenPair.class)
                .hasMessageContaining(directory + "/" + message);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }
}
