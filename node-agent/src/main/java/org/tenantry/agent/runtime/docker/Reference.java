package org.tenantry.agent.runtime.docker;

import org.tenantry.common.instance.ImageRef;

/** An image's name, taken apart as the engine wants it for a pull; the tag may be a digest. */
record Reference(String repository, String tag) {
    static Reference of(ImageRef image) {
        String name = image.name();
        int at = name.indexOf('@');
        String tagged = at < 0 ? name : name.substring(0, at);
        int colon = tagged.lastIndexOf(':');
        boolean hasTag = colon > tagged.lastIndexOf('/');
        String repository = hasTag ? tagged.substring(0, colon) : tagged;
        String tag = hasTag ? tagged.substring(colon + 1) : "latest";
        String named = at < 0 ? tag : name.substring(at + 1);
        return new Reference(repository, image.digest().orElse(named));
    }

    String text() {
        return repository + (tag.contains(":") ? "@" : ":") + tag;
    }
}
