package org.tenantry.agent.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.secret.SealingKey;

class FileTreesTest {
    private static final InstanceId ACME = new InstanceId("i-acmeacmeacme");
    private static final InstanceId GLOBEX = new InstanceId("i-globexglobex");

    @TempDir
    private Path directory;

    private ContentStore contents = new ContentStore(Path.of("unset"), key());
    private FileTrees files = new FileTrees(Path.of("unset"), Path.of("unset"), contents);

    @BeforeEach
    void open() {
        contents = new ContentStore(directory.resolve("contents"), key());
        files = new FileTrees(directory.resolve("disk"), directory.resolve("memory"), contents);
    }

    @Test
    void everybodyMayReadWhatIsMounted() throws Exception {
        Mount file = file("/etc/app.conf", "a=1", false);
        Mount tree = new Mount.Directory(
                "/srv", List.of(entry("index.html", "<p>", 0444), entry("bin/deep/run", "#!/bin/sh", 0555)));

        List<FileTrees.Placed> placed = files.place(ACME, List.of(file, new Mount.Anonymous("/data"), tree));

        assertThat(placed).extracting(FileTrees.Placed::target).containsExactly("/etc/app.conf", "/srv");
        assertThat(placed.get(0).source()).hasContent("a=1");
        assertThat(permissions(placed.get(0).source())).isEqualTo("r--r--r--");
        Path root = placed.get(1).source();
        assertThat(permissions(root)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(root.resolve("bin/deep"))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(root.resolve("bin/deep/run"))).isEqualTo("r-xr-xr-x");
        assertThat(root.resolve("index.html")).hasContent("<p>");
    }

    @Test
    void aSecretLiesInMemoryAndSealedOnDisk() throws Exception {
        Mount secret = file("/run/secrets/key", "hunter2", true);

        Path source = files.place(ACME, List.of(secret)).getFirst().source();

        assertThat(source).startsWith(directory.resolve("memory")).hasContent("hunter2");
        assertThat(permissions(directory.resolve("memory"))).isEqualTo("rwx------");
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile).filter(it -> !it.startsWith(directory.resolve("memory"))))
                    .hasSize(1)
                    .allSatisfy(it -> assertThat(Files.readString(it)).doesNotContain("hunter2"));
        }
    }

    @Test
    void whatIsGoneAfterARebootIsThereAgain() throws Exception {
        Mount secret = file("/run/secrets/key", "hunter2", true);
        Path source = files.place(ACME, List.of(secret)).getFirst().source();
        try (Stream<Path> all = Files.walk(directory.resolve("memory"))) {
            for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }

        assertThat(files.place(ACME, List.of(secret)).getFirst().source())
                .isEqualTo(source)
                .hasContent("hunter2");
    }

    @Test
    void anotherContentIsAnotherTreeAndTheFormerOneGoesWhenItIsToldSo() {
        Mount before = file("/a", "1", false);
        Mount after = file("/a", "2", false);
        Path old = files.place(ACME, List.of(before)).getFirst().source();
        Path fresh = files.place(ACME, List.of(after)).getFirst().source();

        files.keepOnly(ACME, List.of(after));

        assertThat(old).isNotEqualTo(fresh).doesNotExist();
        assertThat(fresh).hasContent("2");
    }

    @Test
    void anInstanceIsForgottenAndOthersAreNot() {
        Mount file = file("/a", "1", false);
        Mount secret = file("/b", "2", true);
        List<FileTrees.Placed> acme = files.place(ACME, List.of(file, secret));
        List<FileTrees.Placed> globex = files.place(GLOBEX, List.of(file, secret));

        files.forget(ACME);

        assertThat(acme).allSatisfy(it -> assertThat(it.source()).doesNotExist());
        assertThat(globex).allSatisfy(it -> assertThat(it.source()).exists());
    }

    @Test
    void whatAKilledAgentLeftHalfMadeIsMadeAnew() throws Exception {
        Mount file = file("/a", "whole", false);
        Path source = files.place(ACME, List.of(file)).getFirst().source();
        Path tree = Objects.requireNonNull(source.getParent());
        Path part = tree.resolveSibling(tree.getFileName() + ".part");
        Files.move(tree, part);
        Files.delete(part.resolve("mounted"));

        assertThat(files.place(ACME, List.of(file)).getFirst().source()).hasContent("whole");
    }

    @Test
    void whatAKilledAgentLeftHalfRemovedGoesWithTheNextRemoval() throws Exception {
        Mount file = file("/a", "whole", false);
        Path tree = Objects.requireNonNull(
                files.place(ACME, List.of(file)).getFirst().source().getParent());
        Path doomed = tree.resolveSibling(tree.getFileName() + ".part");
        Files.move(tree, doomed);
        Files.delete(doomed.resolve("mounted"));
        files.place(ACME, List.of(file));

        files.keepOnly(ACME, List.of());

        assertThat(tree).doesNotExist();
        assertThat(doomed).doesNotExist();
    }

    @Test
    void contentThatIsMissingOrDamagedIsWaitedFor() throws Exception {
        Content lost = Content.of(bytes("lost"), false);
        Mount mount = new Mount.File("/a", lost, 0444, OptionalInt.empty(), OptionalInt.empty());
        contents.put(lost, bytes("lost"));
        Files.writeString(directory.resolve("contents").resolve(lost.digest()), "damaged");

        TenantryException waits =
                catchThrowableOfType(TenantryException.class, () -> files.place(ACME, List.of(mount)));

        assertThat(waits.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(contents.has(lost)).isFalse();
        assertThatThrownBy(() -> contents.put(lost, bytes("other"))).hasMessageContaining("digest");
    }

    @Test
    void onlyWhatIsReferredToIsKept() {
        Content kept = Content.of(bytes("kept"), false);
        Content sealed = Content.of(bytes("kept"), true);
        Content dropped = Content.of(bytes("dropped"), false);
        List.of(kept, sealed).forEach(content -> contents.put(content, bytes("kept")));
        contents.put(dropped, bytes("dropped"));

        contents.keepOnly(Set.of(kept, sealed));

        assertThat(List.of(kept, sealed)).allMatch(contents::has);
        assertThat(contents.has(dropped)).isFalse();
    }

    @Test
    void aPathThatLeadsOutOfItsDirectoryIsRefused() {
        Mount tree = new Mount.Directory("/srv", List.of(entry("../../outside", "x", 0444)));

        assertThatThrownBy(() -> files.place(ACME, List.of(tree))).hasMessageContaining("below its directory");
        assertThat(directory.resolve("disk").resolve("outside")).doesNotExist();
    }

    @Test
    void aDirectoryInMemoryThatOthersMayLookIntoIsRefused() throws Exception {
        Files.createDirectory(
                directory.resolve("memory"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThatThrownBy(() -> files.place(ACME, List.of(file("/a", "x", true))))
                .hasMessageContaining("0700");
    }

    private Mount file(String target, String text, boolean secret) {
        Content content = Content.of(bytes(text), secret);
        contents.put(content, bytes(text));
        return new Mount.File(target, content, 0444, OptionalInt.empty(), OptionalInt.empty());
    }

    private Mount.Directory.Entry entry(String path, String text, int mode) {
        Content content = Content.of(bytes(text), false);
        contents.put(content, bytes(text));
        return new Mount.Directory.Entry(path, content, mode);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SealingKey key() {
        SecureRandom random = new SecureRandom();
        return SealingKey.parse(SealingKey.generate(random), random);
    }
}
