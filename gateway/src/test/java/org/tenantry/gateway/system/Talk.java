package org.tenantry.gateway.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** One client's connection, byte by byte. */
final class Talk implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Talk(int port) {
        try {
            socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
            socket.setSoTimeout(60_000);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Talk say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes, up to and with this text. */
    String hearUntil(String end) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            while (!heard.toString(ISO_8859_1).endsWith(end)) {
                int one = in.read();
                if (one < 0) {
                    throw new AssertionError("ended after: " + heard.toString(ISO_8859_1));
                }
                heard.write(one);
            }
            return heard.toString(ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError("broke after: " + heard.toString(ISO_8859_1), e);
        }
    }

    /** So many bytes. */
    String hear(int bytes) {
        try {
            return new String(in.readNBytes(bytes), ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError("broke within " + bytes + " bytes", e);
        }
    }

    /** Waits for the end, without another byte. */
    boolean isEnded() {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
