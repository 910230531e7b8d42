package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.tenantry.common.host.CanonicalHost;

/** Two tenants under one wildcard certificate, as Chromium and curl come to them. */
@Tag("system")
@Tag("browser")
class BrowsedHostsTest {
    private static final String PROTOCOL = "return performance.getEntriesByType('navigation')[0].nextHopProtocol";

    private static final String FETCH = """
            const told = arguments[arguments.length - 1];
            fetch(arguments[0], {mode: 'no-cors', credentials: 'include'}).then(() => told('came'), why => told(String(why)));
            """;

    private static final String ECHO = """
            const told = arguments[arguments.length - 1];
            const socket = new WebSocket(arguments[0]);
            socket.onopen = () => socket.send('to and fro');
            socket.onmessage = message => told(message.data);
            socket.onerror = () => told('failed');
            """;

    @TempDir
    Path certificates;

    private TlsWorld world;
    private Origin acme;
    private Origin globex;
    private EchoServer echo;
    private CountedPort door;

    @BeforeEach
    void serve() throws Exception {
        world = TlsWorld.with(certificates, "*.example.test");
        acme = page("acme");
        globex = page("globex");
        echo = new EchoServer();
        world.edge.acme(acme);
        world.edge.routes.put(EdgeWorld.route(
                new CanonicalHost("acme.example.test"),
                world.edge.routes.find(EdgeWorld.ACME_HOST).orElseThrow().availability()));
        world.edge.routes.put(EdgeWorld.globex(new CanonicalHost("globex.example.test"), globex.port()));
        world.edge.routes.put(EdgeWorld.globex(new CanonicalHost("echo.example.test"), echo.port()));
        door = new CountedPort(world.port());
    }

    @AfterEach
    void stop() throws Exception {
        door.close();
        world.close();
        globex.close();
        echo.close();
    }

    private static Origin page(String tenant) throws Exception {
        String page = "<!doctype html><title>" + tenant + "</title><link rel=icon href=data:,>";
        return Origin.answering(request ->
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + page.length() + "\r\n\r\n" + page);
    }

    @Test
    void oneConnectionOfABrowserShowsEachTenantItsOwn() throws Exception {
        ChromeDriver browser = browser();
        try {
            browser.get(url("https://acme"));
            assertThat(browser.getTitle()).isEqualTo("acme");
            assertThat(protocol(browser)).isEqualTo("h2");
            int connections = door.accepted.size();
            assertThat(browser.executeAsyncScript(FETCH, url("https://globex"))).isEqualTo("came");
            assertThat(globex.seen).hasSize(1);
            assertThat(door.accepted).as("the same connection").hasSize(connections);

            browser.get(url("https://globex"));
            assertThat(browser.getTitle()).isEqualTo("globex");
            assertThat(protocol(browser)).isEqualTo("h2");
            browser.get(url("https://acme"));
            assertThat(browser.getTitle()).isEqualTo("acme");
            assertThat(browser.executeAsyncScript(ECHO, url("wss://echo"))).isEqualTo("to and fro");
        } finally {
            browser.quit();
        }
        assertThat(acme.seen).allMatch(request -> host(request).startsWith("acme.example.test:"));
        assertThat(globex.seen).allMatch(request -> host(request).startsWith("globex.example.test:"));
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, 1.1, acme", "--http2, 2, acme", "--http1.1, 1.1, globex", "--http2, 2, globex"})
    void curlComesInEitherVersion(String version, String spoken, String tenant) throws Exception {
        Path authority = Files.writeString(certificates.resolve("authority.pem"), world.authority.pem());
        String host = tenant + ".example.test:" + door.port();

        Process curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "--max-time",
                        "30",
                        version,
                        "--cacert",
                        authority.toString(),
                        "--resolve",
                        host + ":127.0.0.1",
                        "-w",
                        " %{http_version}",
                        "https://" + host + "/")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(curl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("<title>" + tenant + "</title>")
                .endsWith(" " + spoken);
    }

    private String url(String schemeAndName) {
        return schemeAndName + ".example.test:" + door.port() + "/";
    }

    private static String protocol(JavascriptExecutor browser) {
        return String.valueOf(browser.executeScript(PROTOCOL));
    }

    private static String host(Reply request) {
        return request.field("host").orElse("");
    }

    /** It takes the certificate by its key as if one of its own authorities had signed it. */
    private ChromeDriver browser() throws Exception {
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--ignore-certificate-errors-spki-list=" + key(),
                "--host-resolver-rules=MAP *.example.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"));
        ChromeDriver browser = new ChromeDriver(driver, options);
        browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        return browser;
    }

    private String key() throws Exception {
        try (var in = Files.newInputStream(certificates.resolve("first.crt"))) {
            byte[] key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey()
                    .getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        }
    }
}
