package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.tenantry.common.instance.ImageRef;

/** Small images of Debian's static busybox, named by their content: built once per engine and left there. */
public final class TestImage {
    private static final String PLAIN = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            ENV PATH=/bin
            """;
    private static final String DECLARING = PLAIN + """
            RUN mkdir -p /own && chown 1000:1000 /own
            VOLUME ["/own", "/other"]
            USER 1000:1000
            EXPOSE 8080 53/udp 443
            HEALTHCHECK --interval=7s --timeout=2s --retries=5 --start-period=3s CMD test -d /own
            STOPSIGNAL SIGUSR1
            CMD ["sleep", "100000"]
            """;

    private TestImage() {}

    /** A shell and nothing else, on the engine at that socket. */
    public static ImageRef plain(URI engine) {
        try (Engine opened = new Engine(DockerSettings.at(engine, Path.of("/nonexistent")))) {
            return plain(opened);
        }
    }

    /** A shell and nothing else. */
    static ImageRef plain(Engine engine) {
        return built(engine, PLAIN);
    }

    /** One that declares volumes, a user, ports and a health check. */
    static ImageRef declaring(Engine engine) {
        return built(engine, DECLARING);
    }

    private static ImageRef built(Engine engine, String dockerfile) {
        try {
            Path busybox = Path.of("/bin/busybox");
            String name = "tenantry-test/busybox:"
                    + hash(Files.readAllBytes(busybox), dockerfile.getBytes(StandardCharsets.UTF_8));
            if (!isThere(engine, name)) {
                build(engine, busybox, dockerfile, name);
            }
            return ImageRef.named(name);
        } catch (IOException e) {
            throw new AssertionError("an image for tests needs a static /bin/busybox (Debian: busybox-static)", e);
        }
    }

    private static boolean isThere(Engine engine, String name) {
        return engine.call(docker -> {
            try {
                docker.inspectImageCmd(name).exec();
                return true;
            } catch (NotFoundException missing) {
                return false;
            }
        });
    }

    private static void build(Engine engine, Path busybox, String dockerfile, String name) throws IOException {
        Path context = Files.createTempDirectory("tenantry-test-image");
        try {
            Files.copy(busybox, context.resolve("busybox"));
            Files.writeString(context.resolve("Dockerfile"), dockerfile);
            engine.stream(docker -> docker.buildImageCmd(context.toFile())
                    .withTags(Set.of(name))
                    .start()
                    .awaitImageId());
        } finally {
            Files.delete(context.resolve("busybox"));
            Files.delete(context.resolve("Dockerfile"));
            Files.delete(context);
        }
    }

    private static String hash(byte[] one, byte[] other) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(one);
            return HexFormat.of().formatHex(sha.digest(other), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
