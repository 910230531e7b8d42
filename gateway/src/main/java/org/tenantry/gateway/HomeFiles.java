package org.tenantry.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.file.PrivateFile;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.store.Credential;
import org.tenantry.gateway.store.JoinTokenRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.TokenRow;

/**
 * The files that a gateway makes in its home at its first start: the cluster's key, the first administrator's token and the
 * token that agents of this machine join with. Each is written before the store knows it, so that a gateway that was killed
 * in between goes on with the same one.
 */
final class HomeFiles {
    private final GatewaySettings settings;
    private final SecureRandom random;

    HomeFiles(GatewaySettings settings, SecureRandom random) {
        this.settings = settings;
        this.random = random;
    }

    /** The key from the settings, else from its file, which is made where neither it nor a store is there. */
    SealingKey sealingKey() {
        return SealingKey.parse(settings.clusterKey().orElseGet(this::keyOfFile), random);
    }

    /** Makes sure that the store knows the tokens of this home. Blocks. */
    void registerTokens(Store store, InstantSource clock, Ids ids) {
        Secret admin = token("admin-token", "tt_");
        Secret join = token("join-token", "tj_");
        String label = "made by gateway " + settings.name() + " at its first start";
        store.write(writing -> {
            if (writing.tokens().byHash(Credential.hash(admin)).isEmpty()) {
                writing.tokens()
                        .insert(new TokenRow(
                                ids.next("k-"),
                                Credential.hash(admin),
                                Optional.empty(),
                                label,
                                "gateway " + settings.name(),
                                clock.instant(),
                                Optional.empty(),
                                Optional.empty()));
            }
            if (writing.joinTokens().byHash(Credential.hash(join)).isEmpty()) {
                writing.joinTokens()
                        .insert(new JoinTokenRow(
                                ids.next("j-"),
                                Credential.hash(join),
                                label,
                                "gateway " + settings.name(),
                                clock.instant(),
                                Optional.empty(),
                                Optional.empty()));
            }
            return label;
        });
    }

    private Secret keyOfFile() {
        Path file = settings.home().resolve("cluster.key");
        Optional<Secret> kept = PrivateFile.read(file).map(Secret::of);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (settings.storeUrl().isPresent() || Files.exists(settings.own().resolve("store.db"))) {
            throw TenantryException.of(
                    ErrorCode.INVALID,
                    file + " is missing, and the store may hold secrets that only it opens: put it back, or set"
                            + " TENANTRY_CLUSTER_KEY (expected: 32 bytes in Base64, the same for all gateways of this store;"
                            + " for a new store: head -c 32 /dev/urandom | base64, mode 0600)");
        }
        Secret fresh = SealingKey.generate(random);
        PrivateFile.write(file, fresh.reveal() + "\n");
        return fresh;
    }

    private Secret token(String name, String prefix) {
        Path file = settings.home().resolve(name);
        Optional<Secret> kept = PrivateFile.read(file).map(text -> Secret.of(text.strip()));
        return kept.orElseGet(() -> {
            Secret fresh = Credential.generate(prefix, random);
            PrivateFile.write(file, fresh.reveal() + "\n");
            return fresh;
        });
    }
}
