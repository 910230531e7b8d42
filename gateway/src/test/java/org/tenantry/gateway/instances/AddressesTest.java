package org.tenantry.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.WebRules;

class AddressesTest {
    private static final CanonicalHost HOST = new CanonicalHost("acme.example.org");

    @ParameterizedTest
    @CsvSource({
        "OFF,      ,         80,   443,  http://acme.example.org/",
        "OFF,      ,         8080, 8443, http://acme.example.org:8080/",
        "OFF,      ,         443,  8443, http://acme.example.org:443/",
        "REDIRECT, ,         80,   443,  https://acme.example.org/",
        "HSTS,     ,         8080, 8443, https://acme.example.org:8443/",
        "HSTS,     ,         8080, 80,   https://acme.example.org:80/",
        "OFF,      REDIRECT, 8080, 8443, https://acme.example.org:8443/",
        "HSTS,     OFF,      8080, 8443, http://acme.example.org:8080/"
    })
    void areWhereTheEdgeOrTheTemplateWantsPeopleAndNameThePortWhereItIsNotTheUsualOne(
            WebRules.Https usual, WebRules.@Nullable Https own, int port, int tlsPort, String url) {
        WebRules none = WebRules.NONE;
        WebRules rules = new WebRules(
                Optional.ofNullable(own), none.sticky(), none.body(), none.tenant(), none.client(), none.hold());

        assertThat(new Addresses(new CanonicalHost("example.org"), usual, port, tlsPort).url(HOST, rules))
                .isEqualTo(url);
    }
}
