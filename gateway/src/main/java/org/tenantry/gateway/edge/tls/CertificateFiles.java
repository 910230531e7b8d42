package org.tenantry.gateway.edge.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads pairs of files: {@code NAME.crt} with a chain and {@code NAME.key}, both PEM (RFC 7468). */
final class CertificateFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([\\s\\S]*?)-----END [A-Z ]*PRIVATE KEY-----");
    private static final long LARGEST = 1 << 20;
    private static final int DNS_NAME = 2;
    private static final Set<PosixFilePermission> OPEN = Set.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private CertificateFiles() {}

    /** Reads the pair of this name. */
    static CertificatePair read(Path directory, String name) throws BrokenPair {
        Path certificate = directory.resolve(name + ".crt");
        Path key = directory.resolve(name + ".key");
        List<X509Certificate> chain = chain(certificate);
        CertificateNames names = CertificateNames.of(dnsNames(certificate, chain.getFirst()));
        if (names.isEmpty() && !name.equals(CertificateChoice.DEFAULT)) {
            throw new BrokenPair(
                    certificate + ": names no host (expected: DNS names among its subject alternative names)");
        }
        refuseOpen(key);
        return new CertificatePair(
                name, chain, key(key, certificate, chain.getFirst().getPublicKey()), names);
    }

    private static List<X509Certificate> chain(Path file) throws BrokenPair {
        String text = text(file, "its certificate is missing");
        Collection<? extends java.security.cert.Certificate> read;
        try {
            // Certificates only: some tools put other things into the same file.
            read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(certificates(text).getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new BrokenPair(file + ": cannot be read as certificates: " + e.getMessage());
        }
        if (read.isEmpty()) {
            throw new BrokenPair(file + ": holds no certificate (expected: PEM, the host's own certificate first)");
        }
        return read.stream().map(X509Certificate.class::cast).toList();
    }

    private static String certificates(String text) {
        StringBuilder all = new StringBuilder();
        Matcher found = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*(-----END CERTIFICATE-----)?")
                .matcher(text);
        while (found.find()) {
            all.append(found.group()).append('\n');
        }
        return all.toString();
    }

    private static List<String> dnsNames(Path file, X509Certificate leaf) throws BrokenPair {
        try {
            return Optional.ofNullable(leaf.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.getFirst().equals(DNS_NAME))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateException e) {
            throw new BrokenPair(file + ": its names cannot be read: " + e.getMessage());
        }
    }

    private static PrivateKey key(Path file, Path certificate, PublicKey of) throws BrokenPair {
        Matcher found = KEY.matcher(text(file, "its key is missing"));
        if (!found.find()) {
            throw new BrokenPair(file + ": holds no private key (expected: PEM)");
        }
        String kind = found.group(1);
        if (kind.startsWith("ENCRYPTED") || found.group(2).contains("ENCRYPTED")) {
            throw new BrokenPair(file + ": is locked with a password (expected: a key without one)");
        }
        PrivateKey key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(found.group(2));
            key = kind.isEmpty() ? PrivateKeys.pkcs8(der, of) : PrivateKeys.bare(der, of);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BrokenPair(file + ": is not a key such as that of " + certificate + " (expected: "
                    + of.getAlgorithm() + " in PKCS #8, PKCS #1 or SEC 1)");
        }
        if (!PrivateKeys.matches(key, of)) {
            throw new BrokenPair(file + ": is not the key of " + certificate);
        }
        return key;
    }

    private static void refuseOpen(Path key) throws BrokenPair {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(key);
            if (permissions.stream().anyMatch(OPEN::contains)) {
                throw new BrokenPair(key + ": others may use it, its mode is "
                        + PosixFilePermissions.toString(permissions) + " (expected: rw-------, by chmod 600)");
            }
        } catch (NoSuchFileException missing) {
            throw new BrokenPair(key + ": its key is missing");
        } catch (IOException e) {
            throw new BrokenPair(key + ": cannot be read: " + e.getMessage());
        }
    }

    private static String text(Path file, String missing) throws BrokenPair {
        try {
            if (Files.size(file) > LARGEST) {
                throw new BrokenPair(file + ": is larger than any certificate (expected: at most 1 MiB)");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new BrokenPair(file + ": " + missing);
        } catch (IOException e) {
            throw new BrokenPair(file + ": cannot be read: " + e.getMessage());
        }
    }
}
