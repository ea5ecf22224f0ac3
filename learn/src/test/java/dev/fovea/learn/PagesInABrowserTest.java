package dev.fovea.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.fovea.backend.Backend;
import dev.fovea.data.source.Digits;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.server.LearnServer;
import dev.fovea.learn.site.Site;
import dev.fovea.op.Convolution;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// The pages as a reader has them: in a real browser, from the server and from disk.
class PagesInABrowserTest {
    private static Backend backend;
    private static Insight insight;
    private static Site site;
    private static LearnServer server;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.open();
        backend = SharedSite.backend();
        insight = SharedSite.insight();
        site = SharedSite.site();
        server = LearnServer.start(site, insight, 0);
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
            browser.close();
        }
    }

    private static List<String> pages() {
        return site.files().keySet().stream().filter(file -> file.endsWith(".html")).toList();
    }

    private static void visit(String page) {
        browser.driver().get(server.address() + page);
    }

    /// Each page twice: in English on a phone, in Chinese on a screen, light and dark.
    @Test
    void everyPageOpensAsksNobodyElseFitsAPhoneAndShutsNobodyOut() {
        browser.requests();
        try {
            for (String page : pages()) {
                browser.size(390, 800);
                visit(page + "?lang=en");
                assertOwn(page, server.address());
                assertThat(browser.number("document.documentElement.scrollWidth")).as(page).isLessThanOrEqualTo(390);
                browser.size(1400, 1000);
                visit(page + "?lang=zh");
                assertOwn(page, server.address());
                assertNobodyIsShutOut(page, "light");
                if (text(page).contains("preact")) {
                    assertNobodyIsShutOut(page, "dark");
                }
                browser.requests();
            }
        } finally {
            browser.size(1400, 1000);
        }
    }

    private static String text(String page) {
        return new String(Objects.requireNonNull(site.file(page)), StandardCharsets.UTF_8);
    }

    /// No error, and no request to anywhere else.
    private static void assertOwn(String page, String home) {
        assertThat(browser.errors()).as(page).isEmpty();
        assertThat(browser.requests()).as(page).isNotEmpty()
                .allMatch(url -> url.startsWith(home) || url.startsWith("data:"));
    }

    private static void assertNobodyIsShutOut(String page, String light) {
        browser.run("document.documentElement.dataset.light = arguments[0]", light);
        List<String> faults = new AxeBuilder().analyze(browser.driver()).getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map((Rule rule) -> rule.getId() + ", " + rule.getHelp() + ", "
                        + rule.getNodes().getFirst().getHtml())
                .toList();
        assertThat(faults).as(page + ", " + light).isEmpty();
    }

    /// What an engine does not answer differs in the data alone.
    @Test
    void everyPageOpensFromDisk(@TempDir Path folder) throws IOException {
        Site still = Site.of(insight, Digits.test(), false, backend);
        for (Map.Entry<String, byte[]> file : site.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            boolean data = file.getKey().startsWith("data/");
            Files.write(path, data ? Objects.requireNonNull(still.file(file.getKey())) : file.getValue());
        }
        browser.requests();
        for (String page : pages()) {
            browser.driver().get(folder.resolve(page).toUri() + "?lang=en");
            assertOwn(page, folder.toUri().toString());
        }
        browser.driver().get(folder.resolve("network.html").toUri() + "?lang=en");
        browser.find(".samples button").click();
        assertThat(browser.find(".verdict").getText()).isEqualTo("The network says 0 ("
                + String.format(Locale.ROOT, "%.1f", 100 * probability(0, 0)) + " %)");
    }

    /// Of the first picture of a class, what the engine says of a class.
    private static double probability(int shown, int asked) {
        Tensor image = Tensor.zeros(Digits.test().sample());
        Digits.test().read(first(shown), image.values(), 0);
        return insight.model().predict(image).probabilities().get(asked);
    }

    private static int first(int label) {
        return IntStream.range(0, Digits.test().size())
                .filter(i -> Digits.test().label(i) == label)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPixelsSumIsTheEnginesNumber() {
        visit("network.html?lang=en");
        browser.find(".samples button").click();
        for (int stage : new int[] {1, 3, 4, 6, 8}) {
            for (int map : new int[] {0, 5}) {
                List<WebElement> maps = browser.elements(
                        By.cssSelector("[data-stage=\"" + stage + "\"] :is(.map, .bar)"), map);
                maps.get(map).click();
                if (stage < 8) {
                    WebElement large = browser.find("[data-pick]");
                    browser.run("arguments[0].scrollIntoView({block: 'center'})", large);
                    for (int corner : new int[] {-1, 1}) {
                        int away = corner * (large.getSize().width / 2 - 4);
                        new Actions(browser.driver()).moveToElement(large, away, away).perform();
                        assertThat(browser.attribute("[data-sum]", "data-sum"))
                                .isCloseTo(browser.attribute("[data-sum]", "data-value"), within(1e-4));
                    }
                }
                assertThat(browser.attribute("[data-sum]", "data-sum"))
                        .isCloseTo(browser.attribute("[data-sum]", "data-value"), within(1e-4));
            }
        }
        List<WebElement> shares = browser.elements(By.cssSelector("[data-probability]"), 9);
        assertThat(shares).hasSize(10);
        for (int k = 0; k < 10; k++) {
            String[] parts = shares.get(k).getText().split(" = ");
            assertThat(Double.parseDouble(parts[1])).isCloseTo(probability(0, k), within(1e-4));
        }
    }

    @Test
    void arrowKeysMoveThePixel() {
        visit("network.html?lang=en");
        browser.find("[data-stage=\"1\"] .map").click();
        WebElement large = browser.find("[data-pick]");
        String before = browser.find("[data-pixel]").findElement(By.xpath("..")).getText();
        large.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
        String after = browser.find("[data-pixel]").findElement(By.xpath("..")).getText();
        assertThat(before).startsWith("row 2, column 2");
        assertThat(after).startsWith("row 3, column 3");
    }

    @Test
    void backwardShowsGradients() {
        visit("network.html?lang=en");
        browser.elements(By.cssSelector(".samples button"), 5).get(5).click();
        String script = "return document.querySelector('[data-stage=\"2\"] canvas').toDataURL()";
        Object forward = browser.run(script);
        browser.driver().findElement(By.xpath("//button[contains(., 'Backward')]")).click();
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(_ -> !forward.equals(browser.run(script)));
        assertThat(browser.driver().findElements(By.cssSelector("[data-sum]"))).isEmpty();
        Tensor image = Tensor.zeros(Digits.test().sample());
        int index = first(5);
        Digits.test().read(index, image.values(), 0);
        Tensor slopes = Objects.requireNonNull(insight.ofLoss(image, 5).gradients().get(1));
        assertThat(browser.attribute("[data-pixel]", "data-pixel")).isCloseTo(slopes.at(2, 2, 0), within(1e-7));
    }

    @Test
    void aSevenThatIsDrawnIsASeven() {
        visit("network.html?lang=en");
        WebElement pad = browser.find("#pad");
        new Actions(browser.driver())
                .moveToElement(pad, -38, -55).clickAndHold()
                .moveToElement(pad, 38, -55).moveToElement(pad, 20, -15).moveToElement(pad, 0, 20)
                .moveToElement(pad, -12, 60).release().perform();
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(_ -> browser.find(".verdict").getAttribute("data-verdict").equals("7"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theWindowsFormulaIsTheEnginesRule() {
        visit("window.html?lang=en");
        for (int[] setting : new int[][] {{7, 3, 1, 0}, {7, 3, 2, 0}, {14, 5, 3, 2}, {5, 5, 1, 0}, {3, 7, 1, 1}}) {
            String[] names = {"size", "kernel", "stride", "padding"};
            for (int i = 0; i < names.length; i++) {
                browser.run("const slider = document.getElementById(arguments[0]); slider.value = arguments[1];"
                        + " slider.dispatchEvent(new Event('input', {bubbles: true}));", names[i], setting[i]);
                String wanted = Integer.toString(setting[i]);
                String output = "#" + names[i] + " + output";
                new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                        .until(_ -> browser.find(output).getText().equals(wanted));
            }
            assertThat((int) browser.attribute("#formula", "data-outputs")).isEqualTo(outputs(setting));
        }
        assertThat(browser.find("[role=alert]").getText()).contains("larger than the picture");
    }

    private static int outputs(int[] setting) {
        try {
            Convolution convolution = Convolution.of(setting[2], Padding.of(setting[3]));
            return convolution.shape(List.of(
                    Shape.batch(setting[0], setting[0], 1), Shape.of(setting[1], setting[1], 1, 1))).dim(1);
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    @Test
    void learningStepsThroughWhatTheEngineDid() {
        visit("learning.html?lang=en");
        browser.find("#recorded").click();
        assertThat(browser.attribute("[data-step]", "data-step")).isZero();
        List<WebElement> steps = browser.elements(By.xpath("//button[contains(., 'Step')]"), 1);
        steps.get(1).click();
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(_ -> browser.attribute("[data-step]", "data-step") == 6);
        double shown = browser.attribute("[data-step]", "data-accuracy");
        assertThat(browser.number("fovea.data.training.runs[1].frames[1].accuracy")).isEqualTo(shown);
        steps.getFirst().click();
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(_ -> browser.attribute("[data-loss]", "data-loss") < 1.5);
    }

    @Test
    void oneButtonChangesTheLanguageForAllPages() {
        visit("index.html?lang=en");
        browser.find("#language").click();
        assertThat(browser.run("return document.documentElement.lang")).isEqualTo("zh");
        visit("window.html");
        assertThat(browser.run("return document.documentElement.lang")).isEqualTo("zh");
        assertThat(browser.find("#window").getText()).contains("步长");
        browser.find("#language").click();
        assertThat(browser.find("#window").getText()).contains("Stride").doesNotContain("步长");
    }
}
