package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.json.Json;
import org.tenantry.gateway.edge.tls.Authority;

/**
 * What a person sees: a tenant's agenda in a real browser, edited in one window and followed in another, by every protocol
 * that a browser speaks. What was really spoken is asked of the browser and of the edge's access log.
 */
@Tag("system")
@Tag("docker")
@Tag("browser")
@ExtendWith(SharedMachine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BrowserTest {
    private static final String HOST = "agenda-seen.localhost";

    private final Machine machine;
    private String instance = "";
    private String trusted = "";

    BrowserTest(Machine machine) {
        this.machine = machine;
    }

    @BeforeAll
    void order() throws Exception {
        Samples.requireAgenda();
        machine.add(Samples.of("agenda"));
        instance = machine.create("agenda-seen", "acme", "agenda");
        certify();
    }

    @AfterAll
    void remove() {
        machine.remove(instance);
    }

    /** The gateway gets a certificate of the test's own authority, which the clients here trust. */
    private void certify() throws Exception {
        Authority authority = new Authority();
        X509Bundle pair = authority.issue(HOST);
        Authority.write(Files.createDirectories(machine.home().at("certificates")), "agenda-seen", pair);
        machine.home().write("authority.pem", authority.pem());
        byte[] key = pair.getCertificate().getPublicKey().getEncoded();
        trusted = "--ignore-certificate-errors-spki-list="
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        machine.await(
                "the certificate is in use", () -> curl("--http1.1", "https").contains("200 "));
    }

    @ParameterizedTest
    @CsvSource({"http, http/1.1", "https, h2"})
    void whatIsWrittenInOneWindowIsReadInTheOther(String scheme, String protocol) {
        String title = "Election of the board, by " + protocol;
        int before = entries().size();
        try (Browser browser = Browser.knowing(HOST, trusted)) {
            opened(browser, scheme);
            String first = browser.window();
            String second = browser.newWindow();
            opened(browser, scheme);

            browser.show(first);
            browser.add(title);

            browser.show(second);
            await("the other window shows it", browser, () -> browser.shows(title));
            assertThat(browser.tenant()).isEqualToIgnoringCase("Acme Corp.");
            assertThat(browser.protocol()).isEqualTo(protocol);
        }
        machine.await("both WebSockets have ended", () -> webSockets(before).size() >= 2);
        // There are more where the machine's network has changed meanwhile.
        assertThat(webSockets(before))
                .extracting(one -> one.path("protocol").asText())
                .contains(protocol);
    }

    @Test
    void aPageOfWhichAPartDidNotComeIsLoadedAgain() {
        try (Browser browser = Browser.knowing(HOST)) {
            browser.withhold("*/static/line.js");
            browser.open(url("http"));
            assertThat(browser.line()).isNotEqualTo("live");

            browser.withhold();

            await("the page is live", browser, () -> browser.line().equals("live"));
        }
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, http, http/1.1, 1.1", "--http1.1, https, http/1.1, 1.1", "--http2, https, h2, 2"})
    void curlGetsThePageByEachProtocol(String wish, String scheme, String protocol, String version) {
        int before = entries().size();

        String answer = curl(wish, scheme);

        assertThat(answer)
                .contains("<title>General assembly · Acme Corp.</title>")
                .endsWith("200 " + version);
        machine.await("it is logged", () -> entries().size() > before);
        assertThat(entries().get(before).path("protocol").asText()).isEqualTo(protocol);
    }

    /** What curl gets, and then the status and the version of HTTP. */
    private String curl(String wish, String scheme) {
        String host = HOST + ":" + port(scheme) + ":127.0.0.1";
        String authority = machine.home().at("authority.pem").toString();
        return Engine.run(List.of(
                        "curl",
                        "-sS",
                        "--max-time",
                        "60",
                        wish,
                        "--resolve",
                        host,
                        "--cacert",
                        authority,
                        "-w",
                        "%{http_code} %{http_version}",
                        url(scheme)))
                .text();
    }

    /** Opens the page in the window that is in front and waits until it is live. */
    private void opened(Browser browser, String scheme) {
        browser.open(url(scheme));
        await("the page is live", browser, () -> browser.line().equals("live"));
    }

    private void await(String what, Browser browser, BooleanSupplier condition) {
        Await.until(what, condition, () -> browser.told() + "\n" + told());
    }

    private String url(String scheme) {
        return scheme + "://" + HOST + ":" + port(scheme) + "/";
    }

    private int port(String scheme) {
        return machine.home()
                .json("gateway/gateway.json")
                .path(scheme.equals("https") ? "tlsPort" : "edgePort")
                .asInt();
    }

    /** Requests for this host, as the edge has logged them. */
    private List<JsonNode> entries() {
        Path log = machine.home().at("log/access.log");
        try {
            List<JsonNode> entries = new ArrayList<>();
            for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
                // The last one may be on its way.
                if (line.contains("\"" + HOST + "\"") && line.endsWith("}")) {
                    entries.add(Json.open().readTree(line));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonNode> webSockets(int before) {
        List<JsonNode> all = entries();
        return all.subList(before, all.size()).stream()
                .filter(one -> one.path("path").asText().equals("/ws"))
                .toList();
    }

    /** The last requests as the edge saw them, and what the programs and the application said. */
    private String told() {
        List<JsonNode> all = entries();
        StringBuilder told = new StringBuilder("--- access.log\n");
        all.subList(Math.max(0, all.size() - 40), all.size())
                .forEach(one -> told.append(one).append('\n'));
        machine.engine()
                .containers(instance)
                .forEach(one -> told.append("--- ")
                        .append(one.service())
                        .append('\n')
                        .append(Engine.run(List.of("docker", "logs", "--tail", "30", one.id()))
                                .text()));
        return told + machine.logs();
    }
}
