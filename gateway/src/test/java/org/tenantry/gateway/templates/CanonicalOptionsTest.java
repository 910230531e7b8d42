package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Options;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceForm;

/** What forms gained since the first release, as fixed as what they had: see {@link CanonicalFormTest}. */
class CanonicalOptionsTest {
    private static final Content PLAIN = content(false);
    private static final Content SECRET = content(true);
    private static final Options ALL = new Options(
            Optional.of("name"),
            List.of("b:10.0.0.1", "a:10.0.0.2"),
            new Options.Dns(List.of("9.9.9.9"), List.of("example.org"), List.of("ndots:1")),
            List.of(new Options.Ulimit("nofile", 1, 2), new Options.Ulimit("core", 0, -1)),
            OptionalLong.of(64),
            new TreeMap<>(Map.of("net.core.somaxconn", "1")),
            new Options.Capabilities(List.of("KILL", "CHOWN"), List.of("ALL")),
            true,
            true,
            true,
            Optional.of("linux/arm64"));

    @Test
    void theFormIsFixed() {
        ServiceForm form = form(
                List.of(
                        new Mount.Directory("/srv", List.of(entry("b", PLAIN, 0555), entry("a", PLAIN, 0444))),
                        new Mount.File("/key", SECRET, 0440, OptionalInt.of(33), OptionalInt.of(34)),
                        new Mount.Anonymous("/data"),
                        new Mount.Tmpfs("/run", OptionalLong.of(1), Optional.of("mode=1777"))),
                Optional.of(ALL));

        assertThat(CanonicalForm.text(form)).isEqualTo("""
            2 5:image,1:a,
            3 5:tmpfs,4:/run,1:1,
            2 7:network,7:default,
            2 16:anonymous volume,5:/data,
            4 4:file,4:/key,71:secret DIGEST,4:0440,
            2 9:file user,2:33,
            2 10:file group,2:34,
            3 13:tmpfs options,4:/run,9:mode=1777,
            2 9:directory,4:/srv,
            4 5:entry,1:a,64:DIGEST,4:0444,
            4 5:entry,1:b,64:DIGEST,4:0555,
            2 8:hostname,4:name,
            3 11:extra hosts,10:b:10.0.0.1,10:a:10.0.0.2,
            2 3:dns,7:9.9.9.9,
            2 10:dns search,11:example.org,
            2 11:dns options,7:ndots:1,
            4 6:ulimit,4:core,1:0,2:-1,
            4 6:ulimit,6:nofile,1:1,1:2,
            2 13:shared memory,2:64,
            3 6:sysctl,18:net.core.somaxconn,1:1,
            3 18:added capabilities,5:CHOWN,4:KILL,
            2 20:dropped capabilities,3:ALL,
            2 9:read only,4:true,
            2 3:tty,4:true,
            2 10:stdin open,4:true,
            2 8:platform,11:linux/arm64,
            """.replace("DIGEST", PLAIN.digest()));
    }

    @Test
    void aFormWithoutOptionsIsWhatItWas() {
        assertThat(CanonicalForm.revision(form(List.of(), Optional.of(Options.NONE))))
                .isEqualTo(CanonicalForm.revision(form(List.of(), Optional.empty())));
    }

    @Test
    void everyPartCounts() {
        List<Mount> mounts = List.of(
                new Mount.Anonymous("/a"),
                new Mount.Tmpfs("/a", OptionalLong.empty(), Optional.of("ro")),
                new Mount.Tmpfs("/a", OptionalLong.empty()),
                file(PLAIN, 0444),
                file(SECRET, 0444),
                file(PLAIN, 0440),
                new Mount.File("/a", PLAIN, 0444, OptionalInt.of(1), OptionalInt.empty()),
                new Mount.File("/a", PLAIN, 0444, OptionalInt.empty(), OptionalInt.of(1)),
                new Mount.Directory("/a", List.of()),
                new Mount.Directory("/a", List.of(entry("a", PLAIN, 0444))),
                new Mount.Directory("/a", List.of(entry("b", PLAIN, 0444))));
        Set<Revision> revisions = new HashSet<>();

        mounts.forEach(mount -> revisions.add(CanonicalForm.revision(form(List.of(mount), Optional.empty()))));

        assertThat(revisions).hasSameSizeAs(mounts);
    }

    private static Mount file(Content content, int mode) {
        return new Mount.File("/a", content, mode, OptionalInt.empty(), OptionalInt.empty());
    }

    private static Mount.Directory.Entry entry(String path, Content content, int mode) {
        return new Mount.Directory.Entry(path, content, mode);
    }

    private static Content content(boolean secret) {
        return Content.of("x".getBytes(StandardCharsets.UTF_8), secret);
    }

    private static ServiceForm form(List<Mount> mounts, Optional<Options> options) {
        return new ServiceForm(
                ImageRef.named("a"),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                mounts,
                List.of(new Attachment("default", List.of())),
                Limits.NONE,
                options);
    }
}
