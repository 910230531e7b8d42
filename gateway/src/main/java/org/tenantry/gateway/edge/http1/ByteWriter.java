package org.tenantry.gateway.edge.http1;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text of bytes that is written again and again in the same place, so that writing one allocates nothing. */
public final class ByteWriter {
    private static final byte[] DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int length;

    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    public ByteWriter clear() {
        length = 0;
        return this;
    }

    public int length() {
        return length;
    }

    public ByteWriter add(byte c) {
        need(1);
        bytes[length++] = c;
        return this;
    }

    public ByteWriter add(byte[] from, int start, int end) {
        need(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    public ByteWriter add(byte[] all) {
        return add(all, 0, all.length);
    }

    public ByteWriter add(ByteWriter text) {
        return add(text.bytes, 0, text.length);
    }

    /** Characters below 256, each as one byte. */
    @SuppressWarnings("deprecation") // The only way from a string's bytes to an array that allocates nothing.
    public ByteWriter add(String text) {
        need(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    /** Digits of a number that isn't negative, in a base up to 36. */
    public ByteWriter add(long number, int base) {
        need(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = number / base; rest > 0; rest /= base) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = DIGITS[(int) (rest % base)];
            rest /= base;
        }
        length += digits;
        return this;
    }

    public ByteWriter crlf() {
        return add((byte) '\r').add((byte) '\n');
    }

    /** Bytes of a JSON text: what would end it, and what isn't ASCII, is escaped byte by byte. */
    public ByteWriter escaped(byte[] from, int start, int end) {
        for (int i = start; i < end; i++) {
            escaped(from[i] & 0xff);
        }
        return this;
    }

    /** Characters of a JSON text. */
    public ByteWriter escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            escaped(text.charAt(i));
        }
        return this;
    }

    private void escaped(int c) {
        if (c == '"' || c == '\\') {
            add((byte) '\\').add((byte) c);
        } else if (c >= 0x20 && c < 0x7f) {
            add((byte) c);
        } else {
            add("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                add(DIGITS[c >> shift & 0xf]);
            }
        }
    }

    /** The array that it is written in; what it holds behind {@link #length()} bytes counts nothing. */
    public byte[] bytes() {
        return bytes;
    }

    public void copyTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    /** Copies everything into an array that has room for it. */
    public void copyTo(byte[] out, int at) {
        System.arraycopy(bytes, 0, out, at, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void need(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
