package org.tenantry.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.host.CanonicalHost;

class AddressesTest {
    private static final CanonicalHost HOST = new CanonicalHost("acme.example.org");

    @ParameterizedTest
    @CsvSource({
        "http, 80, http://acme.example.org/",
        "http, 8080, http://acme.example.org:8080/",
        "http, 443, http://acme.example.org:443/",
        "https, 443, https://acme.example.org/",
        "https, 8443, https://acme.example.org:8443/",
        "https, 80, https://acme.example.org:80/"
    })
    void namesThePortWhereItIsNotTheUsualOne(String scheme, int port, String url) {
        assertThat(new Addresses(new CanonicalHost("example.org"), scheme, port).url(HOST))
                .isEqualTo(url);
    }
}
