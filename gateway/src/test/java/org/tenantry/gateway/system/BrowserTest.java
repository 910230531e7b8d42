package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** What a person sees: a tenant's agenda in a real browser, edited in one window and followed in another. */
@Tag("system")
@Tag("docker")
@Tag("browser")
@ExtendWith(SharedMachine.class)
final class BrowserTest {
    private static final String HOST = "agenda-seen.localhost";

    private final Machine machine;

    BrowserTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void whatIsWrittenInOneWindowIsReadInTheOther() {
        Samples.requireAgenda();
        machine.add(Samples.of("agenda"));
        String id = machine.create("agenda-seen", "acme", "agenda");
        WebDriver browser = browser();
        try {
            String first = opened(browser);
            browser.switchTo().newWindow(WindowType.WINDOW);
            String second = opened(browser);

            browser.switchTo().window(first);
            browser.findElement(By.cssSelector("#add input[name=title]")).sendKeys("Election of the board", Keys.ENTER);

            browser.switchTo().window(second);
            machine.await(
                    "the other window shows it",
                    () -> browser.findElements(By.cssSelector("#items textarea.title")).stream()
                            .anyMatch(title -> "Election of the board".equals(title.getDomProperty("value"))));
            assertThat(browser.findElement(By.className("tenant")).getText()).isEqualToIgnoringCase("Acme Corp.");
        } finally {
            browser.quit();
        }
        machine.remove(id);
    }

    /** Opens the page and waits until it is live; the window that it is in. */
    private String opened(WebDriver browser) {
        browser.get("http://" + HOST + ":" + machine.gateway().edgePort() + "/");
        machine.await(
                "the page is live",
                () -> "live".equals(browser.findElement(By.id("line")).getDomAttribute("data-state")));
        return browser.getWindowHandle();
    }

    /** Debian's; the host is told to be this machine, for nobody else knows it. */
    private static WebDriver browser() {
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP " + HOST + " 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        return new ChromeDriver(driver, options);
    }
}
