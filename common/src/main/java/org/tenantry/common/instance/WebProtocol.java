package org.tenantry.common.instance;

import java.util.Optional;

/** What a web service speaks on its port; neither with TLS. */
public enum WebProtocol {
    /** HTTP/1.1, and what can begin with it: WebSockets. */
    HTTP1("http1"),
    /** HTTP/2 from the first byte on, without having been asked (RFC 9113 section 3.3), as gRPC has it. */
    H2C("h2c");

    private final String word;

    WebProtocol(String word) {
        this.word = word;
    }

    /** The one that a template calls so. */
    public static Optional<WebProtocol> of(String word) {
        for (WebProtocol one : values()) {
            if (one.word.equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** What a template calls it. */
    public String word() {
        return word;
    }
}
