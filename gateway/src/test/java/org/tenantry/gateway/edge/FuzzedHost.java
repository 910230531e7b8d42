package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;

/** One spelling for all spellings of a host, found again from itself, and none for what a second reader refuses. */
public final class FuzzedHost {
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern CANONICAL = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern SENT =
            Pattern.compile("([A-Za-z0-9.-]*[A-Za-z0-9-])\\.?(?::([0-9]{1,5}))?", Pattern.DOTALL);
    private static final int LONGEST = 253;

    private FuzzedHost() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String sent = new String(input, ISO_8859_1);
        Optional<String> read = CanonicalHost.ofAuthority(sent).map(CanonicalHost::value);
        Fuzz.same("as a second reader has it: " + sent, read, strict(sent));
        read.ifPresent(FuzzedHost::isFoundAgain);
        person(sent);
        person(new String(input, UTF_8));
    }

    private static Optional<String> strict(String sent) {
        Matcher form = SENT.matcher(sent);
        if (!form.matches() || (form.group(2) != null && Integer.parseInt(form.group(2)) > 65_535)) {
            return Optional.empty();
        }
        String lower = form.group(1).toLowerCase(Locale.ROOT);
        return Optional.of(lower)
                .filter(name -> name.length() <= LONGEST)
                .filter(name -> CANONICAL.matcher(name).matches());
    }

    private static void isFoundAgain(String host) {
        for (String spelling :
                new String[] {host, host.toUpperCase(Locale.ROOT), host + ".", host + ":443", host + ".:65535"}) {
            Optional<String> again = CanonicalHost.ofAuthority(spelling).map(CanonicalHost::value);
            Fuzz.same("the same host: " + spelling, again, Optional.of(host));
        }
        Fuzz.same("as a person types it", CanonicalHost.ofPerson(host).value(), host);
    }

    private static void person(String typed) {
        CanonicalHost host;
        try {
            host = CanonicalHost.ofPerson(typed);
        } catch (TenantryException refused) {
            return;
        }
        Fuzz.holds("canonical: " + host, CANONICAL.matcher(host.value()).matches());
        isFoundAgain(host.value());
    }
}
