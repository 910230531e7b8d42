package org.tenantry.gateway.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads one header, of either version, as it comes, and not a byte of what follows it. What it says of addresses is all that
 * is read: further values (TLV) are skipped.
 */
public final class ProxyHeader {
    /** What is known after the bytes so far. */
    public enum Progress {
        INCOMPLETE,
        COMPLETE,
        REFUSED
    }

    private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION_2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    /** The longest line of version 1, its end included. */
    private static final int LONGEST_LINE = 107;

    /** Of version 2, up to the length of the rest. */
    private static final int FIXED = 16;

    /** Addresses take 36 bytes, or 216 of sockets in the file system; the rest are values that nobody reads here. */
    private static final int LONGEST_REST = 4096;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_4 = 0x11;
    private static final int TCP_6 = 0x21;
    private static final int UNIX = 0x31;
    private static final int KEPT = Math.max(LONGEST_LINE, FIXED + 16);

    private final byte[] bytes = new byte[KEPT];
    private int length;
    private int left = -1;
    private Progress progress = Progress.INCOMPLETE;
    private Optional<InetAddress> client = Optional.empty();

    /** The client that is spoken for; none where the balancer speaks for itself, or doesn't know. */
    public Optional<InetAddress> client() {
        return client;
    }

    /** Takes bytes up to the end of the header. */
    public Progress feed(ByteBuf in) {
        while (progress == Progress.INCOMPLETE && in.isReadable()) {
            if (left > 0) {
                skip(in);
            } else {
                take(in.readByte());
            }
        }
        return progress;
    }

    private void skip(ByteBuf in) {
        int skipped = Math.min(left, in.readableBytes());
        in.skipBytes(skipped);
        left -= skipped;
        if (left == 0) {
            progress = Progress.COMPLETE;
        }
    }

    private void take(byte next) {
        bytes[length++] = next;
        if (begins(VERSION_1)) {
            line(next);
        } else if (begins(VERSION_2)) {
            binary();
        } else {
            progress = Progress.REFUSED;
        }
    }

    private boolean begins(byte[] version) {
        for (int i = 0; i < Math.min(length, version.length); i++) {
            if (bytes[i] != version[i]) {
                return false;
            }
        }
        return true;
    }

    // Version 1.

    private void line(byte next) {
        if (next == '\n') {
            int end = length - 2;
            boolean good = end >= VERSION_1.length && bytes[end] == '\r' && isUnderstood(text(end));
            progress = good ? Progress.COMPLETE : Progress.REFUSED;
        } else if (length == LONGEST_LINE) {
            progress = Progress.REFUSED;
        }
    }

    private String text(int end) {
        return new String(bytes, VERSION_1.length, end - VERSION_1.length, StandardCharsets.ISO_8859_1);
    }

    /** {@code TCP4 client edge port port}, or {@code UNKNOWN} and whatever follows. */
    private boolean isUnderstood(String text) {
        if (text.equals("UNKNOWN") || text.startsWith("UNKNOWN ")) {
            return true;
        }
        String[] words = text.split(" ", -1);
        boolean four = words[0].equals("TCP4");
        if (words.length != 5 || !(four || words[0].equals("TCP6"))) {
            return false;
        }
        boolean good = isAddress(four, words[1]) && isAddress(four, words[2]) && isPort(words[3]) && isPort(words[4]);
        if (good) {
            client = Optional.of(InetAddress.ofLiteral(words[1]));
        }
        return good;
    }

    private static boolean isAddress(boolean four, String text) {
        return four
                ? NetUtil.isValidIpV4Address(text)
                : text.indexOf('%') < 0 && text.indexOf('[') < 0 && NetUtil.isValidIpV6Address(text);
    }

    private static boolean isPort(String text) {
        return text.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535;
    }

    // Version 2.

    private void binary() {
        if (length < FIXED) {
            return;
        }
        int rest = number(FIXED - 2);
        int kept = kept();
        if (kept < 0 || rest > LONGEST_REST || rest < least()) {
            progress = Progress.REFUSED;
        } else if (length == FIXED + kept) {
            client = kept == 0 ? Optional.empty() : Optional.of(address(kept));
            left = rest - kept;
            progress = left == 0 ? Progress.COMPLETE : Progress.INCOMPLETE;
        }
    }

    /** How many bytes of the rest are the client's address; negative for what nobody may say to a port of TCP. */
    private int kept() {
        if (bytes[12] == LOCAL) {
            return 0;
        }
        return bytes[12] != PROXY
                ? -1
                : switch (bytes[13]) {
                    case UNSPECIFIED, UNIX -> 0;
                    case TCP_4 -> 4;
                    case TCP_6 -> 16;
                    default -> -1;
                };
    }

    /** How many bytes of addresses there have to be. */
    private int least() {
        return switch (kept()) {
            case 4 -> 12;
            case 16 -> 36;
            default -> 0;
        };
    }

    private InetAddress address(int size) {
        byte[] address = new byte[size];
        System.arraycopy(bytes, FIXED, address, 0, size);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private int number(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
