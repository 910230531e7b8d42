package org.tenantry.gateway.templates.compose;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Content;

/** The bytes of everything that a rendered Compose file mounts, by digest. Those with the same digests are equal. */
public final class Contents {
    private final Map<String, byte[]> byDigest = new HashMap<>();

    /** The bytes of that digest, where the file mounts them. */
    public Optional<byte[]> find(String digest) {
        return Optional.ofNullable(byDigest.get(digest)).map(byte[]::clone);
    }

    Content keep(byte[] bytes, boolean secret) {
        Content content = Content.of(bytes, secret);
        byDigest.put(content.digest(), bytes);
        return content;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Contents contents && byDigest.keySet().equals(contents.byDigest.keySet());
    }

    @Override
    public int hashCode() {
        return byDigest.keySet().hashCode();
    }
}
