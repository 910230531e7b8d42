package org.tenantry.agent.home;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.json.Json;
import org.tenantry.common.secret.SealingKey;

/**
 * One sealed file per instance in one directory. A file that can't be read is set aside with a warning, and one of a newer
 * format is left untouched: neither keeps the agent from serving the other instances.
 *
 * @param purpose what the values are sealed as, before the instance's id
 * @param formatOf the oldest format that can hold a value
 */
record SealedFiles<T>(Path directory, SealingKey key, String purpose, Class<T> type, ToIntFunction<T> formatOf) {
    private static final Logger LOG = LoggerFactory.getLogger(SealedFiles.class);
    /** The newest that is read here. */
    private static final int FORMAT = 2;

    private static final String SUFFIX = ".sealed";

    /** Of values that the first format holds. */
    SealedFiles(Path directory, SealingKey key, String purpose, Class<T> type) {
        this(directory, key, purpose, type, value -> 1);
    }

    /** What a file holds; the key's id tells why it may not open. */
    record Sealed(int format, String key, String value) {}

    /** Makes the directory where it is missing. */
    SealedFiles<T> prepared() {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be made", e);
        }
    }

    Map<InstanceId, T> load() {
        Map<InstanceId, T> values = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(file -> {
                Optional<InstanceId> instance = instance(file);
                instance.flatMap(this::load).ifPresent(value -> values.put(instance.get(), value));
            });
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be listed", e);
        }
    }

    Optional<T> load(InstanceId instance) {
        WholeFile file = file(instance);
        try {
            return file.read().flatMap(content -> open(instance, content));
        } catch (TenantryException | UncheckedIOException unreadable) {
            Path aside = file.path().resolveSibling(file.path().getFileName() + ".unreadable");
            LOG.warn("{}: its file can't be read and is set aside as {}: {}", instance, aside, unreadable.getMessage());
            file.moveTo(aside);
            return Optional.empty();
        }
    }

    void put(InstanceId instance, T value) {
        refuseNewer(instance);
        byte[] plain = Json.write(Json.sealed(), value).getBytes(StandardCharsets.UTF_8);
        String sealed = Base64.getEncoder().encodeToString(key.seal(plain, purpose + "/" + instance));
        file(instance)
                .write(Json.write(Json.open(), new Sealed(formatOf.applyAsInt(value), key.id(), sealed))
                        .getBytes(StandardCharsets.UTF_8));
    }

    boolean has(InstanceId instance) {
        return Files.exists(file(instance).path());
    }

    void moveTo(SealedFiles<T> other, InstanceId instance) {
        file(instance).moveTo(other.file(instance).path());
    }

    void remove(InstanceId instance) {
        refuseNewer(instance);
        file(instance).remove();
    }

    private Optional<T> open(InstanceId instance, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (isNewer(text)) {
            LOG.warn(
                    "{}: its file was written by a newer agent (expected: format {}); left untouched",
                    instance,
                    FORMAT);
            return Optional.empty();
        }
        Sealed sealed = Json.read(Json.open(), text, Sealed.class);
        byte[] plain = key.open(decoded(sealed.value()), purpose + "/" + instance);
        return Optional.of(Json.read(Json.sealed(), new String(plain, StandardCharsets.UTF_8), type));
    }

    private void refuseNewer(InstanceId instance) {
        Optional<byte[]> content = file(instance).read();
        if (content.isPresent() && isNewer(new String(content.get(), StandardCharsets.UTF_8))) {
            throw TenantryException.of(
                    ErrorCode.UNSUPPORTED_VERSION,
                    instance + ": its file was written by a newer agent (expected: format " + FORMAT + ")");
        }
    }

    private static boolean isNewer(String text) {
        try {
            return Json.read(Json.sealed(), text, JsonNode.class).path("format").asInt(FORMAT) > FORMAT;
        } catch (TenantryException torn) {
            return false;
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw TenantryException.of(ErrorCode.MALFORMED, "the sealed value is not Base64");
        }
    }

    private WholeFile file(InstanceId instance) {
        return new WholeFile(directory.resolve(instance.value() + SUFFIX));
    }

    private static Optional<InstanceId> instance(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return Optional.of(new InstanceId(name.substring(0, name.length() - SUFFIX.length())));
        } catch (TenantryException otherFile) {
            return Optional.empty();
        }
    }
}
