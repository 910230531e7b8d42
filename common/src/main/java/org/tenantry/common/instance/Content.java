package org.tenantry.common.instance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/**
 * Bytes by their hash, for an assignment is no place for them: who is told of one and hasn't got it asks for it.
 *
 * @param digest SHA-256 in 64 hexadecimal digits
 * @param size in bytes
 * @param secret whether a secret is in it, so that it rests sealed and is mounted from memory
 */
public record Content(String digest, int size, boolean secret) {
    /** The most bytes of one. */
    public static final int LONGEST = 1 << 20;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Content {
        if (!DIGEST.matcher(digest).matches()) {
            throw TenantryException.invalid("digest", digest, "64 digits of 0-9a-f");
        }
        if (size < 0 || size > LONGEST) {
            throw TenantryException.invalid("size", String.valueOf(size), "0 to " + LONGEST);
        }
    }

    /** The content of bytes. */
    public static Content of(byte[] bytes, boolean secret) {
        return new Content(digest(bytes), bytes.length, secret);
    }

    /** The hash by which bytes are known. */
    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
