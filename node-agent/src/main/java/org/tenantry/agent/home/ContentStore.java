package org.tenantry.agent.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.file.PrivateFile;
import org.tenantry.common.instance.Content;
import org.tenantry.common.json.Json;
import org.tenantry.common.secret.SealingKey;

/** The bytes that assignments refer to, by their hash, so that an agent needs nobody to start instances after a reboot. */
public final class ContentStore {
    private static final int FORMAT = 1;
    private static final String SEALED = ".sealed";

    private final Path directory;
    private final SealingKey key;

    public ContentStore(Path directory, SealingKey key) {
        this.directory = directory;
        this.key = key;
    }

    /** A secret as it rests; the key's id tells why it may not open. */
    private record Sealed(int format, String key, String value) {}

    public boolean has(Content content) {
        return Files.exists(file(content));
    }

    /** Keeps bytes; {@code INVALID} where they are others than their hash says. */
    public void put(Content content, byte[] bytes) {
        if (!Content.digest(bytes).equals(content.digest())) {
            throw TenantryException.invalid("digest", Content.digest(bytes), content.digest());
        }
        PrivateFile.write(file(content), content.secret() ? sealed(content, bytes) : bytes);
    }

    /** The bytes; {@code UNAVAILABLE} where they aren't here, or are damaged, in which case they are dropped. */
    byte[] bytes(Content content) {
        Optional<byte[]> bytes = new WholeFile(file(content)).read().flatMap(read -> opened(content, read));
        if (bytes.filter(it -> Content.digest(it).equals(content.digest())).isEmpty()) {
            PrivateFile.delete(file(content));
            throw TenantryException.of(
                    ErrorCode.UNAVAILABLE, "the file " + content.digest() + " is not on this node; a gateway is asked");
        }
        return bytes.get();
    }

    /** Drops what is none of these. */
    void keepOnly(Set<Content> referred) {
        Set<Path> kept = new HashSet<>();
        referred.forEach(content -> kept.add(file(content)));
        PrivateFile.directory(directory);
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> dropped = files.filter(file -> !kept.contains(file)).toList();
            dropped.forEach(PrivateFile::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be listed", e);
        }
    }

    private byte[] sealed(Content content, byte[] bytes) {
        String value = Base64.getEncoder().encodeToString(key.seal(bytes, purpose(content)));
        return Json.write(Json.open(), new Sealed(FORMAT, key.id(), value)).getBytes(StandardCharsets.UTF_8);
    }

    private Optional<byte[]> opened(Content content, byte[] read) {
        if (!content.secret()) {
            return Optional.of(read);
        }
        try {
            Sealed sealed = Json.read(Json.sealed(), new String(read, StandardCharsets.UTF_8), Sealed.class);
            return Optional.of(key.open(Base64.getDecoder().decode(sealed.value()), purpose(content)));
        } catch (TenantryException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private Path file(Content content) {
        return directory.resolve(content.digest() + (content.secret() ? SEALED : ""));
    }

    private static String purpose(Content content) {
        return "content/" + content.digest();
    }
}
