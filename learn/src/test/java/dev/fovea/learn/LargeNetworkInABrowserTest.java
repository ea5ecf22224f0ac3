package dev.fovea.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.learn.network.Glimpse;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.server.LearnServer;
import dev.fovea.learn.site.Site;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A network too large to be sent whole, as a reader opens it: small maps first, and then what is asked for.
class LargeNetworkInABrowserTest {
    private static final int SECOND_RELU = 4;

    private static Backend backend;
    private static Insight insight;
    private static LearnServer server;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.open();
        backend = Backends.open(1);
        insight = LargeNetwork.insight(backend);
        server = LearnServer.start(Site.of(insight, LargeNetwork.pictures(), true, List.of(), backend), insight, 0);
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
            backend.close();
            browser.close();
        }
    }

    @AfterEach
    void noErrors() {
        assertThat(browser.errors()).isEmpty();
    }

    private static void visit() {
        browser.driver().get(server.address() + "network.html?lang=en");
        until("[data-stage=\"1\"] .map");
    }

    private static void until(String css) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(_ -> !browser.driver().findElements(By.cssSelector(css)).isEmpty());
    }

    private static void click(String css) {
        WebElement element = browser.find(css);
        browser.run("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", element);
        element.click();
    }

    private static Glimpse glimpse(int picture) {
        return insight.ofLoss(LargeNetwork.pictures().image(picture), picture);
    }

    /// Points at a pixel of the large map and tells which one it was, when its number has come.
    private static int[] pointed(int stage, int channel, int right, int down) {
        WebElement large = browser.find("[data-pick]");
        browser.run("arguments[0].scrollIntoView({block: 'center'})", large);
        new Actions(browser.driver()).moveToElement(large, right, down).perform();
        String place = "[data-number^=\"" + stage + "/" + channel + "/\"] [data-sum]";
        String at = String.valueOf(browser.run(
                "return document.querySelector('.whole + .sum').innerText.match(/\\d+/g).slice(0, 2).join()"));
        until("[data-number=\"" + stage + "/" + channel + "/" + at + "\"] [data-sum]");
        assertThat(browser.driver().findElements(By.cssSelector(place))).hasSize(1);
        String[] parts = at.split(",");
        return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
    }

    @Test
    void aPixelsSumIsTheEnginesNumberAndThePageStaysSmall() {
        browser.received();
        visit();
        assertThat(browser.find("#large").getText()).contains("computes 2,4");
        // All values and gradients are 19 MB.
        long opened = browser.received();
        assertThat(opened).isBetween(20_000L, 1_000_000L);

        Glimpse known = glimpse(0);
        for (int[] chosen : new int[][] {{1, 3}, {3, 11}, {4, 2}, {5, 7}}) {
            int stage = chosen[0];
            int channel = chosen[1];
            click("[data-stage=\"" + stage + "\"] [data-map=\"" + channel + "\"]");
            until("[data-map-shown=\"" + stage + "/" + channel + "\"]");
            Tensor values = known.values().get(stage);
            for (int corner : new int[] {-1, 1}) {
                int[] place = pointed(stage, channel, corner * 90, corner * 50);
                double value = values.at(place[0], place[1], channel);
                assertThat(browser.attribute("[data-pixel]", "data-pixel")).isCloseTo(value, within(1e-6));
                assertThat(browser.attribute("[data-sum]", "data-value")).isCloseTo(value, within(1e-6));
                assertThat(browser.attribute("[data-sum]", "data-sum")).isCloseTo(value, within(1e-4));
            }
        }
        assertThat(browser.received()).isBetween(20_000L, 1_000_000L);
    }

    @Test
    void denseLayersAndSoftmaxShowTheirGreatest() {
        visit();
        Glimpse known = glimpse(0);
        click("[data-stage=\"7\"] [data-map]");
        browser.run("const field = document.getElementById('which'); field.value = 33;"
                + " field.dispatchEvent(new Event('input', {bubbles: true}));");
        until("[data-number=\"7/33/0,0\"] [data-sum]");
        double hidden = known.values().get(7).at(33);
        assertThat(browser.attribute("[data-sum]", "data-sum")).isCloseTo(hidden, within(1e-4));
        int said = known.prediction().top(1).getFirst().index();
        click("[data-stage=\"9\"] [data-map=\"" + said + "\"]");
        until("[data-number=\"9/" + said + "/0,0\"] [data-sum]");
        assertThat(browser.attribute("[data-sum]", "data-sum"))
                .isCloseTo(known.output().at(said), within(1e-4));
        List<WebElement> shares = browser.elements(By.cssSelector("[data-probability]"), 11);
        assertThat(shares).hasSize(12);
        assertThat(Double.parseDouble(shares.getFirst().getText().split(" = ")[1]))
                .isCloseTo(known.prediction().probabilities().get(said), within(1e-4));
    }

    @Test
    void moreMapsOfAStageAreAskedFor() {
        visit();
        assertThat(browser.driver().findElements(By.cssSelector("[data-stage=\"3\"] .map"))).hasSize(12);
        click("[data-stage=\"3\"] .more");
        until("[data-stage=\"3\"] [data-map=\"63\"]");
        click("[data-stage=\"3\"] [data-map=\"63\"]");
        until("[data-map-shown=\"3/63\"]");
        int[] place = pointed(3, 63, 10, 10);
        assertThat(browser.attribute("[data-sum]", "data-sum"))
                .isCloseTo(glimpse(0).values().get(3).at(place[0], place[1], 63), within(1e-4));
    }

    @Test
    void gradientsAreAskedForToo() {
        visit();
        browser.elements(By.cssSelector(".samples button"), 2).get(2).click();
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(_ -> browser.find("main").getText().contains("It shows kind 2"));
        browser.driver().findElement(By.xpath("//button[contains(., 'Backward')]")).click();
        click("[data-stage=\"" + SECOND_RELU + "\"] [data-map=\"5\"]");
        until("[data-map-shown=\"4/5\"]");
        Tensor slopes = Objects.requireNonNull(glimpse(2).gradients().get(SECOND_RELU));
        assertThat(browser.attribute("[data-pixel]", "data-pixel")).isCloseTo(slopes.at(2, 2, 5), within(1e-9));
        for (int i = 0; i < 8; i++) {
            click("#walk-step");
        }
        until("#kernel-gradients");
        assertThat(browser.find("#walk-panel").getAttribute("data-reach")).isEqualTo("3");
        assertThat(browser.attribute("#kernel-gradients", "data-first")).isNotZero();
    }

    @Test
    void aPictureThatIsGoneIsSaid() {
        visit();
        for (int i = 0; i < 17; i++) {
            browser.driver().executeAsyncScript("const done = arguments[arguments.length - 1];"
                    + " fovea.question('network/open', '{\"sample\": 1}').then(() => done(1), done)");
        }
        click("[data-stage=\"3\"] [data-map=\"4\"]");
        until("[role=\"alert\"]");
        assertThat(browser.find("[role=\"alert\"]").getText()).contains("this one is gone. Choose it again");
        assertThat(browser.errors()).allMatch(line -> line.contains("410"));
        browser.find(".samples button").click();
        until("[data-map-shown=\"3/4\"]");
        assertThat(browser.driver().findElements(By.cssSelector("[role=\"alert\"]"))).isEmpty();
    }

    @Test
    void heatMapsComeByAButton() {
        visit();
        click("#cam");
        until("canvas[aria-label=\"heat map\"]");
        assertThat(browser.driver().findElements(By.id("occlusion"))).hasSize(1);
    }

    @Test
    void filesHoldSmallMapsAndSayWhatIsLeftOut(@TempDir Path folder) throws IOException {
        Site site = Site.of(insight, LargeNetwork.pictures(), false, List.of(), backend);
        long size = 0;
        for (Map.Entry<String, byte[]> file : site.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
            size += file.getKey().matches("data/(network|samples)\\.js") ? file.getValue().length : 0;
        }
        assertThat(size).isLessThan(6_000_000);
        browser.driver().get(folder.resolve("network.html").toUri() + "?lang=en");
        until("[data-stage=\"1\"] .map");
        assertThat(browser.find("#large").getText()).contains("Left out are the maps in full size");
        click("[data-stage=\"3\"] [data-map=\"4\"]");
        until("[data-map-shown=\"small\"]");
        assertThat(browser.find("main").getText()).contains("is left out of pages that are written to a folder");
        browser.driver().findElement(By.xpath("//button[contains(., 'Backward')]")).click();
        browser.elements(By.cssSelector(".samples button"), 2).get(1).click();
        assertThat(browser.find(".verdict").getText()).startsWith("The network says kind ");
    }
}
