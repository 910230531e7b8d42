package org.tenantry.gateway.edge.http2.hpack;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields that every reader knows (RFC 7541 appendix A), by their numbers from 1 on. */
final class StaticTable {
    private static final String FIELDS = """
            :authority
            :method=GET
            :method=POST
            :path=/
            :path=/index.html
            :scheme=http
            :scheme=https
            :status=200
            :status=204
            :status=206
            :status=304
            :status=400
            :status=404
            :status=500
            accept-charset
            accept-encoding=gzip, deflate
            accept-language
            accept-ranges
            accept
            access-control-allow-origin
            age
            allow
            authorization
            cache-control
            content-disposition
            content-encoding
            content-language
            content-length
            content-location
            content-range
            content-type
            cookie
            date
            etag
            expect
            expires
            from
            host
            if-match
            if-modified-since
            if-none-match
            if-range
            if-unmodified-since
            last-modified
            link
            location
            max-forwards
            proxy-authenticate
            proxy-authorization
            range
            referer
            refresh
            retry-after
            server
            set-cookie
            strict-transport-security
            transfer-encoding
            user-agent
            vary
            via
            www-authenticate
            """;

    private static final String[] LINES = FIELDS.split("\n", -1);

    /** How many there are. */
    static final int COUNT = LINES.length - 1;

    private static final byte[][] NAMES = new byte[COUNT + 1][];
    private static final byte[][] VALUES = new byte[COUNT + 1][];
    private static final Map<String, Integer> FIRSTS = new HashMap<>();

    static {
        for (int i = 1; i <= COUNT; i++) {
            String line = LINES[i - 1];
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals);
            NAMES[i] = name.getBytes(StandardCharsets.US_ASCII);
            VALUES[i] = (equals < 0 ? "" : line.substring(equals + 1)).getBytes(StandardCharsets.US_ASCII);
            FIRSTS.putIfAbsent(name, i);
        }
    }

    private StaticTable() {}

    static byte[] name(int index) {
        return NAMES[index];
    }

    static byte[] value(int index) {
        return VALUES[index];
    }

    /** The first number of a name; 0 where it has none. */
    static int first(String name) {
        return FIRSTS.getOrDefault(name, 0);
    }
}
