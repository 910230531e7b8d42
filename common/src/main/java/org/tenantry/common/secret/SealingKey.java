package org.tenantry.common.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/**
 * The key that secrets are sealed with: AES-256 in GCM (NIST SP 800-38D) with a random 96-bit nonce. What was sealed for one
 * purpose does not open for another, so a sealed value can't be moved to another row or file.
 */
public final class SealingKey {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final String id;
    private final SecureRandom random;

    private SealingKey(byte[] bytes, SecureRandom random) {
        this.key = new SecretKeySpec(bytes, "AES");
        this.id = HexFormat.of().formatHex(sha256(bytes), 0, 4);
        this.random = random;
    }

    /** A key from its text form, 32 bytes in Base64. */
    public static SealingKey parse(Secret text, SecureRandom random) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.reveal().strip());
        } catch (IllegalArgumentException notBase64) {
            throw TenantryException.invalid("cluster key", "(not shown)", "32 bytes in Base64");
        }
        if (bytes.length != 32) {
            throw TenantryException.invalid("cluster key", bytes.length + " bytes", "32 bytes in Base64");
        }
        return new SealingKey(bytes, random);
    }

    /** The text form of a new key. */
    public static Secret generate(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    /** Tells keys apart without giving anything away; kept beside whatever is sealed. */
    public String id() {
        return id;
    }

    /** Seals bytes for a purpose, such as {@code secret/i-…/db_password}. */
    public byte[] seal(byte[] plain, String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this Java runtime", e);
        }
    }

    /** Opens what {@link #seal} made for the same purpose; refuses anything else. */
    public byte[] open(byte[] sealed, String purpose) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw refused(purpose);
        }
        byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException wrongKeyOrPurpose) {
            throw refused(purpose);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing from this Java runtime", e);
        }
    }

    /**
     * Tells whether two texts are the same, and without this key nothing of them: a plain hash of a short text can be undone
     * by guessing. Made with a key of its own (HKDF, RFC 5869, and HMAC with SHA-256), in hexadecimal.
     */
    public String fingerprint(String text, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "HmacSHA256",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key)
                                    .thenExpand(("fingerprint/" + purpose).getBytes(StandardCharsets.UTF_8), 32)));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF or HMAC is missing from this Java runtime", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private TenantryException refused(String purpose) {
        return TenantryException.of(
                ErrorCode.INVALID, "what is sealed as " + purpose + " does not open with key " + id);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
