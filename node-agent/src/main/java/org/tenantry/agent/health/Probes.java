package org.tenantry.agent.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tenantry.agent.runtime.ExecResult;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.HealthCheck.Probe;

/** Asks a container once. Every way of asking is bounded in time and in what it reads. */
final class Probes {
    private static final int LONGEST_ANSWER = 300;

    private final Runtime runtime;

    /** What came of asking once. */
    sealed interface Answer {
        /** It works. */
        record Good() implements Answer {}

        /** It does not; for people. */
        record Bad(String said) implements Answer {}
    }

    Probes(Runtime runtime) {
        this.runtime = runtime;
    }

    Answer ask(Patient patient, Probe probe, Duration timeout) {
        return switch (probe) {
            case Probe.Command(List<String> arguments) -> command(patient, arguments, timeout);
            case Probe.Http(int port, String path) -> http(patient, port, path, timeout);
            case Probe.Tcp(int port) -> tcp(patient, port, timeout);
            case Probe.Image(), Probe.Alive() -> new Answer.Good();
        };
    }

    private Answer command(Patient patient, List<String> arguments, Duration timeout) {
        try {
            return switch (runtime.exec(patient.container(), arguments, timeout)) {
                case ExecResult.Ended(int code, String output) when code == 0 -> new Answer.Good();
                case ExecResult.Ended(int code, String output) -> bad("the command ended with " + code, output);
                case ExecResult.TimedOut(String output) ->
                    bad("the command still ran after " + timeout.toMillis() + " ms", output);
                case ExecResult.NotStarted(String output) -> bad("the command could not be started", output);
            };
        } catch (TenantryException away) {
            return new Answer.Bad(away.message());
        }
    }

    private static Answer tcp(Patient patient, int port, Duration timeout) {
        if (patient.address().isEmpty()) {
            return noAddress();
        }
        try (Socket socket = connected(patient, port, timeout)) {
            return new Answer.Good();
        } catch (IOException e) {
            return new Answer.Bad("port " + port + ": " + e.getMessage());
        }
    }

    /** A socket and not a client library: the answer's first line says all, and nothing is kept open. */
    private static Answer http(Patient patient, int port, String path, Duration timeout) {
        if (patient.address().isEmpty()) {
            return noAddress();
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Socket socket = connected(patient, port, timeout)) {
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: " + patient.address().get() + ":" + port
                            + "\r\nUser-Agent: tenantry-health\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return judged(port, path, firstLine(socket, deadline));
        } catch (IOException e) {
            return new Answer.Bad("GET :" + port + path + ": " + e.getMessage());
        }
    }

    private static Answer judged(int port, String path, String line) {
        String[] parts = line.split(" ", 3);
        boolean good = parts.length >= 2 && parts[0].startsWith("HTTP/1.") && parts[1].matches("[23]\\d\\d");
        return good
                ? new Answer.Good()
                : new Answer.Bad("GET :" + port + path + ": '" + line + "' (expected: a status below 400)");
    }

    private static String firstLine(Socket socket, long deadline) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = next(socket, deadline);
                next >= 0 && next != '\n' && line.length() < LONGEST_ANSWER;
                next = next(socket, deadline)) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** A socket's own timeout begins anew with each byte: an answer that trickles would never be late. */
    private static int next(Socket socket, long deadline) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("the answer was not complete in time");
        }
        socket.setSoTimeout(Math.toIntExact(millis));
        return socket.getInputStream().read();
    }

    private static Socket connected(Patient patient, int port, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            int millis = Math.toIntExact(timeout.toMillis());
            socket.connect(new InetSocketAddress(patient.address().orElseThrow(), port), millis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Answer noAddress() {
        return new Answer.Bad("the container has no address in a network of its instance");
    }

    private static Answer bad(String what, String output) {
        String said = output.strip();
        String shown = said.length() <= LONGEST_ANSWER ? said : said.substring(0, LONGEST_ANSWER);
        return new Answer.Bad(shown.isEmpty() ? what : what + ": " + shown);
    }
}
