package org.tenantry.gateway.edge.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** Private keys in the three encodings that are about, and whether one belongs to a certificate's public key. */
final class PrivateKeys {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PrivateKeys() {}

    /** A key as PKCS #8 has it (RFC 5208), which names its algorithm by itself. */
    static PrivateKey pkcs8(byte[] der, PublicKey of) throws GeneralSecurityException {
        return KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /**
     * A key as PKCS #1 (RSA) or SEC 1 (elliptic curves) has it: without its algorithm, which the certificate has as well.
     */
    static PrivateKey bare(byte[] der, PublicKey of) throws GeneralSecurityException {
        byte[] inner = concatenated(VERSION_0, algorithm(of.getEncoded()), value(OCTETS, der));
        return pkcs8(value(SEQUENCE, inner), of);
    }

    /** Whether they are a pair: what one signs, the other verifies. */
    static boolean matches(PrivateKey key, PublicKey of) {
        byte[] probe = {1, 2, 3, 4};
        try {
            Signature signing = Signature.getInstance(signature(of));
            signing.initSign(key);
            signing.update(probe);
            byte[] signed = signing.sign();
            signing.initVerify(of);
            signing.update(probe);
            return signing.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    private static String signature(PublicKey key) {
        return switch (key) {
            case RSAKey rsa -> "SHA256withRSA";
            case ECKey curve -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** The first element of a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), with its tag and length. */
    private static byte[] algorithm(byte[] info) {
        int start = content(info, 0);
        int inner = content(info, start);
        return Arrays.copyOfRange(info, start, inner + length(info, start));
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] der, int at) {
        int end = content(der, at);
        int length = 0;
        for (int i = end == at + 2 ? at + 1 : at + 2; i < end; i++) {
            length = length << 8 | der[i] & 0xff;
        }
        return length;
    }

    private static byte[] value(int tag, byte[] content) {
        byte[] head = content.length < 0x80
                ? new byte[] {(byte) tag, (byte) content.length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return concatenated(head, content);
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
