package dev.fovea.learn;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A real Chromium without a window, where one is installed with its driver (Debian: chromium, chromium-driver).
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /// Skips the test, and says so loudly, where there is no browser.
    static Browser open() {
        Optional<Path> chromium = NAMES.stream().flatMap(name -> onPath(name).stream()).findFirst();
        Optional<Path> service = onPath("chromedriver");
        if (chromium.isEmpty() || service.isEmpty()) {
            System.err.println("SKIPPED: the pages are not tried in a browser: no chromium with chromedriver on PATH;"
                    + " install Debian's chromium and chromium-driver");
            Assumptions.abort("no chromium with chromedriver on PATH");
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en",
                "--window-size=1400,1000", "--disable-background-networking", "--no-first-run");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(service.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        try {
            return new Browser(new ChromeDriver(driver, options));
        } catch (WebDriverException e) {
            System.err.println("SKIPPED: the pages are not tried in a browser: " + chromium.orElseThrow()
                    + " does not start: " + e.getRawMessage());
            return Assumptions.abort("the browser does not start");
        }
    }

    private static Optional<Path> onPath(String name) {
        String path = System.getenv("PATH");
        return path == null
                ? Optional.empty()
                : Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable).findFirst();
    }

    ChromeDriver driver() {
        return driver;
    }

    /// What the page's console said that is an error, since it was last asked.
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /// The addresses that pages asked for, since it was last asked.
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .map(message -> message.replaceFirst("(?s).*\"request\":\\{.*?\"url\":\"(.*?)\".*", "$1"))
                .toList();
    }

    /// Bytes that pages received over the network, since anything was last asked of what they sent and received.
    long received() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.loadingFinished\""))
                .map(message -> message.replaceFirst("(?s).*\"encodedDataLength\":(\\d+).*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    /// An element once it is there: the page may still be drawing itself.
    WebElement find(String css) {
        return elements(By.cssSelector(css), 0).getFirst();
    }

    double attribute(String css, String name) {
        return Double.parseDouble(String.valueOf(find(css).getAttribute(name)));
    }

    /// Elements as the page has them once there are more than `least`.
    List<WebElement> elements(By which, int least) {
        return new WebDriverWait(driver, Duration.ofSeconds(60)).until(_ -> {
            List<WebElement> found = driver.findElements(which);
            return found.size() > least ? found : null;
        });
    }

    Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    double number(String script) {
        return ((Number) run("return Number(" + script + ")")).doubleValue();
    }

    void size(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of(
                "width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 800));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
