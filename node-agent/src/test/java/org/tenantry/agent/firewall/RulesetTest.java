package org.tenantry.agent.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.network.Subnet;
import org.tenantry.common.error.TenantryException;

/** The text; what it does to packets is tried from inside containers. */
class RulesetTest {
    private static final Subnet POOL = Subnet.parse("10.208.0.0/12");
    private static final Bridge OPEN = new Bridge("tn-b", Subnet.parse("10.208.0.64/26"), false);
    private static final Bridge INTERNAL = new Bridge("tn-a", Subnet.parse("10.208.0.0/26"), true);

    @Test
    void namesEachBridgeWithItsAddresses() {
        String text = text(List.of(OPEN, INTERNAL), Reach.usual());

        assertThat(set(text, "bridges")).isEqualTo("\"tn-a\", \"tn-b\"");
        assertThat(set(text, "inward")).isEqualTo("\"tn-a\"");
        assertThat(set(text, "within")).isEqualTo("\"tn-a\" . \"tn-a\", \"tn-b\" . \"tn-b\"");
        assertThat(set(text, "blocks")).isEqualTo("\"tn-a\" . 10.208.0.0/26, \"tn-b\" . 10.208.0.64/26");
    }

    @Test
    void hasAsManyRulesForAThousandNetworksAsForNone() {
        List<Bridge> many = IntStream.range(0, 1_000)
                .mapToObj(i -> new Bridge("tn-" + i, new Subnet(POOL.first() + i * 64L, 26), false))
                .toList();

        assertThat(chains(text(many, Reach.usual()))).isEqualTo(chains(text(List.of(), Reach.usual())));
    }

    @Test
    void closesWhatIsPrivateAndThePoolWhereverItLies() {
        assertThat(set(text(List.of(), Reach.usual()), "denied").split(", "))
                .contains("10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
                .doesNotContain("10.208.0.0/12");
        Ruleset elsewhere = new Ruleset(List.of(), Subnet.parse("198.51.100.0/24"), Reach.usual(), Set.of());
        assertThat(set(elsewhere.text(), "denied")).contains("198.51.100.0/24");
    }

    @Test
    void namesNothingThatLiesWithinSomethingElse() {
        Reach reach = new Reach(
                destinations("192.0.2.1:443", "192.0.2.0/24:443", "192.0.2.1:80"),
                destinations("10.0.0.5", "10.0.0.0/24", "10.0.0.5", "10.0.0.0/24:25"),
                destinations("203.0.113.0/24", "203.0.113.9", "203.0.113.9:22"));

        String text = text(List.of(), reach);

        assertThat(set(text, "edge")).isEqualTo("192.0.2.0/24 . 443, 192.0.2.1/32 . 80");
        assertThat(set(text, "allowed")).isEqualTo("10.0.0.0/24");
        assertThat(set(text, "allowed_ports")).isEqualTo("10.0.0.0/24 . 25");
        assertThat(set(text, "denied")).contains("203.0.113.0/24").doesNotContain("203.0.113.9");
        assertThat(set(text, "denied_ports")).isEqualTo("203.0.113.9/32 . 22");
    }

    @Test
    void takesNoDeviceWhoseNameSaysMoreThanAName() {
        assertThatThrownBy(() -> new Bridge("a\" } accept #", OPEN.block(), false))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("device: 'a\" } accept #' (expected: 1 to 15 of");
    }

    private static List<Destination> destinations(String... texts) {
        return List.of(texts).stream().map(Destination::parse).toList();
    }

    private static String text(List<Bridge> bridges, Reach reach) {
        return new Ruleset(bridges, POOL, reach, Set.of()).text();
    }

    private static String chains(String text) {
        return text.substring(text.indexOf("\tchain"));
    }

    /** The members of a set. */
    private static String set(String text, String name) {
        String rest = text.substring(text.indexOf("\tset " + name + " {"));
        String inside = rest.substring(0, rest.indexOf("\n\t}"));
        int begin = inside.indexOf("elements = { ");
        return begin < 0 ? "" : inside.substring(begin + "elements = { ".length(), inside.lastIndexOf(" }"));
    }
}
