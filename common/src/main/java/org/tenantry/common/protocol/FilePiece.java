package org.tenantry.common.protocol;

import java.util.Arrays;
import java.util.Base64;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.secret.Secret;

/**
 * Bytes of a file from the offset on that was asked for; fewer than the longest only at its end.
 *
 * @param base64 the bytes in Base64; they may be a secret
 */
public record FilePiece(Secret base64) {
    /** The most bytes in one message. */
    public static final int LONGEST = 128 * 1024;

    /** The piece that begins at that offset. */
    public static FilePiece of(byte[] file, int offset) {
        int from = Math.clamp(offset, 0, file.length);
        byte[] piece = Arrays.copyOfRange(file, from, Math.min(file.length, from + LONGEST));
        return new FilePiece(Secret.of(Base64.getEncoder().encodeToString(piece)));
    }

    public byte[] bytes() {
        try {
            return Base64.getDecoder().decode(base64.reveal());
        } catch (IllegalArgumentException e) {
            throw TenantryException.of(ErrorCode.MALFORMED, "a piece of a file is not Base64");
        }
    }
}
