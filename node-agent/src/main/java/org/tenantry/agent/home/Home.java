package org.tenantry.agent.home;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Content;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;

/** The agent's directory; only one agent at a time has it. */
public final class Home implements AutoCloseable {
    private static final int FORMAT = 1;

    private final Path directory;
    private final FileChannel lock;
    private final SealingKey key;
    private final ContentStore contents;
    private final FileTrees files;

    /** The newest term whose orders were taken. */
    record Reign(int format, Term term) {}

    /** What other programs on this machine may know of a running agent. */
    record Running(long pid, int relayPort, NodeId nodeId) {}

    private Home(Path directory, Path memory, FileChannel lock, SealingKey key) {
        this.directory = directory;
        this.lock = lock;
        this.key = key;
        this.contents = new ContentStore(directory.resolve("contents"), key);
        this.files = new FileTrees(directory.resolve("files"), memory, contents);
    }

    /** Takes the directory, making it and its key where they are missing; CONFLICT where another agent has it. */
    public static Home open(Path directory, SecureRandom random) {
        return open(directory, directory, random);
    }

    /** @param memory where files with secrets lie, in a directory of this home alone; gone after a reboot */
    public static Home open(Path directory, Path memory, SecureRandom random) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel lock = locked(directory);
            return new Home(directory, memory.resolve(named(directory)), lock, key(directory, random));
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be used", e);
        }
    }

    public Assignments assignments() {
        return new Assignments(directory, key);
    }

    /** What assignments refer to. */
    public Supplies supplies() {
        return new Supplies(assignments(), contents);
    }

    /** Files as containers mount them. */
    public FileTrees files() {
        return files;
    }

    public Endings endings() {
        return new Endings(directory, key);
    }

    /** Stable from the first start on, and gives nothing away: a request that is sent again can be known by it. */
    public String fingerprint() {
        return key.id();
    }

    /** Who this agent is; empty before it enrolled. */
    public Optional<Identity> identity() {
        return read("identity.json", Identity.class);
    }

    public void keep(Identity identity) {
        write("identity.json", identity);
    }

    /** The newest term whose orders were taken. */
    public Term newestTerm() {
        return read("term.json", Reign.class).map(Reign::term).orElse(Term.NONE);
    }

    public void keepNewestTerm(Term term) {
        write("term.json", new Reign(FORMAT, term));
    }

    /** Tells other programs on this machine that the agent is ready. */
    public void announce(long pid, int relayPort, NodeId node) {
        write("agent.json", new Running(pid, relayPort, node));
    }

    /** Takes the announcement back and gives the directory free. */
    @Override
    public void close() {
        file("agent.json").remove();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be given free", e);
        }
    }

    /** Two homes of one machine have two directories in memory. */
    private static String named(Path directory) {
        String absolute = directory.toAbsolutePath().normalize().toString();
        return "tenantry-"
                + Content.digest(absolute.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        return file(name).read().map(content -> {
            String text = new String(content, StandardCharsets.UTF_8);
            int format = Json.read(Json.sealed(), text, JsonNode.class)
                    .path("format")
                    .asInt(FORMAT);
            if (format > FORMAT) {
                throw TenantryException.field(
                        ErrorCode.UNSUPPORTED_VERSION,
                        directory.resolve(name).toString(),
                        "format " + format,
                        "format " + FORMAT + ", this file was written by a newer agent");
            }
            return Json.read(Json.sealed(), text, type);
        });
    }

    private void write(String name, Object value) {
        file(name).write((Json.write(Json.sealed(), value) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private WholeFile file(String name) {
        return new WholeFile(directory.resolve(name));
    }

    private static FileChannel locked(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException sameProcess) {
            // told below, like one of another process
        }
        channel.close();
        throw TenantryException.of(
                ErrorCode.CONFLICT, directory + " is used by another agent (expected: one agent per home)");
    }

    private static SealingKey key(Path directory, SecureRandom random) {
        WholeFile file = new WholeFile(directory.resolve("agent.key"));
        Secret text = file.read()
                .map(content -> Secret.of(new String(content, StandardCharsets.UTF_8)))
                .orElseGet(() -> {
                    Secret made = SealingKey.generate(random);
                    file.write((made.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
                    return made;
                });
        return SealingKey.parse(text, random);
    }
}
