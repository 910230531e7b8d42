package org.tenantry.agent.firewall;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.protocol.Ids;

/** The real one, of the network that the test runs in, in tables that concern no bridge there. */
@Tag("docker")
class NftTest extends PacketFilterContract {
    @TempDir
    private Path directory;

    @Override
    PacketFilter filter() {
        return new Nft(System.getenv("PATH"));
    }

    @Override
    String table() {
        return OwnTable.name(new ClusterId(new Ids(new SecureRandom()).next("c-")));
    }

    @Test
    void tellsWhatItsProgramSays() throws IOException {
        Path program =
                Files.writeString(directory.resolve("nft"), "#!/bin/sh\ncat >&2\necho you must be root; exit 1\n");
        program.toFile().setExecutable(true);

        assertThatThrownBy(() -> new Nft(directory.toString()).remove("tenantry_test"))
                .hasMessageContaining("the firewall cannot be set")
                .hasMessageContaining("you must be root");
    }
}
