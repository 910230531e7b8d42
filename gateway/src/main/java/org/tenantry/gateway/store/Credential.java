package org.tenantry.gateway.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.tenantry.common.secret.Secret;

/**
 * Tokens and agents' credentials: 256 random bits, of which the store keeps the SHA-256 only. A slow hash is for passwords,
 * which can be guessed; these can't.
 */
public final class Credential {
    private Credential() {}

    /** A new one, behind a prefix that tells people what it is. */
    public static Secret generate(String prefix, SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Secret.of(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What is kept of it, in hexadecimal. */
    public static String hash(Secret credential) {
        return digest(credential.reveal());
    }

    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
