package org.tenantry.gateway.system;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** Debian's Chromium, with an agenda in each of its windows. */
final class Browser implements AutoCloseable {
    private static final String PROTOCOL = "return performance.getEntriesByType('navigation')[0].nextHopProtocol";

    /** What became of everything that the page is made of. */
    private static final String PARTS = "return performance.getEntriesByType('resource')"
            + ".map(one => `${one.name} ${one.nextHopProtocol} ${one.responseStatus}`).join('\\n')";

    private static final String LINE = "return document.getElementById('line')?.dataset.state";
    private static final String TITLES =
            "return [...document.querySelectorAll('#items textarea.title')].map(one => one.value)";

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * One that takes this host for this machine, since nobody else knows it.
     *
     * @param more words for its command line
     */
    static Browser knowing(String host, String... more) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        List<String> words = new ArrayList<>(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP " + host + " 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"));
        words.addAll(List.of(more));
        options.addArguments(words);
        return new Browser(new ChromeDriver(service, options));
    }

    void open(String url) {
        driver.get(url);
    }

    /** Another window, in front of the others; this one's name. */
    String newWindow() {
        driver.switchTo().newWindow(WindowType.WINDOW);
        return window();
    }

    String window() {
        return driver.getWindowHandle();
    }

    void show(String window) {
        driver.switchTo().window(window);
    }

    /** Nothing whose address is like one of these comes any more. */
    void withhold(String... patterns) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
    }

    /** What the page says of its line: connecting, live or offline; it may be loaded again at any moment. */
    String line() {
        return String.valueOf(driver.executeScript(LINE));
    }

    String tenant() {
        return driver.findElement(By.className("tenant")).getText();
    }

    void add(String title) {
        driver.findElement(By.cssSelector("#add input[name=title]")).sendKeys(title, Keys.ENTER);
    }

    boolean shows(String title) {
        return driver.executeScript(TITLES) instanceof List<?> titles && titles.contains(title);
    }

    /** By which protocol the page came, as browsers call it. */
    String protocol() {
        return String.valueOf(driver.executeScript(PROTOCOL));
    }

    /** How the page is and what the browser complained about, for whoever waits in vain. */
    String told() {
        try {
            String console = StreamSupport.stream(
                            driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
                    .map(Object::toString)
                    .collect(Collectors.joining("\n"));
            return "--- browser at " + driver.getCurrentUrl() + ": " + line() + "\n" + driver.executeScript(PARTS)
                    + "\n--- console\n" + console;
        } catch (WebDriverException gone) {
            return "--- browser: " + gone.getMessage();
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
