package dev.fovea.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.data.source.Digits;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.network.LiveTrainings;
import dev.fovea.learn.network.RecordedNudges;
import dev.fovea.learn.server.LearnServer;
import dev.fovea.learn.site.Site;
import dev.fovea.model.Model;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/// Training, nudging and the way back of gradients, as a reader does them.
class LearningInABrowserTest {
    private static final Duration WAIT = Duration.ofSeconds(20);

    private static Backend backend;
    private static Insight insight;
    private static LearnServer server;
    private static Browser browser;

    /// What an earlier test has left is not this one's.
    @BeforeEach
    void forget() {
        browser.errors();
    }

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.open();
        backend = SharedSite.backend();
        insight = SharedSite.insight();
        server = LearnServer.start(SharedSite.site(), insight, 0);
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
            browser.close();
        }
    }

    private static void click(String css) {
        WebElement element = browser.find(css);
        browser.run("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    private static void until(String css, String name, double wanted) {
        new WebDriverWait(browser.driver(), WAIT)
                .ignoring(StaleElementReferenceException.class, NumberFormatException.class)
                .until(_ -> browser.attribute(css, name) == wanted);
    }

    private static void set(String id, Object value) {
        browser.run("const field = document.getElementById(arguments[0]); field.value = arguments[1];"
                + " field.dispatchEvent(new Event('input', {bubbles: true}));", id, value);
    }

    private static LiveTrainings engine() {
        return new LiveTrainings(Digits.load(), RecordedNudges.of(Digits.load(), backend), backend);
    }

    private static JsonObject object(JsonObject json, String name) {
        return (JsonObject) Objects.requireNonNull(json.get(name), name);
    }

    private static double number(JsonObject json, String name) {
        return ((JsonNumber) Objects.requireNonNull(json.get(name), name)).doubleValue();
    }

    private static void visit(String page) {
        browser.driver().get(server.address() + page);
    }

    @Test
    void aTrainingOnThePageIsTheEngines() {
        visit("learning.html?lang=en");
        assertThat(browser.attribute("[data-step]", "data-step")).isZero();
        set("rate", "0.37");
        set("seed", "5");
        click("#one-step");
        until("[data-step]", "data-step", 1);
        click("#steps");
        until("[data-step]", "data-step", 51);
        assertThat(browser.find("#going").getText()).isEqualTo("This training: rate 0.37, seed 5.");

        LiveTrainings engine = engine();
        Json session = Objects.requireNonNull(engine.start("{\"rate\": 0.37, \"seed\": 5}").get("session"));
        JsonObject frame = object(engine.step("{\"session\": " + session + ", \"steps\": 51}"), "frame");
        List<Json> losses = ((JsonArray) Objects.requireNonNull(frame.get("losses"))).elements();
        double loss = ((JsonNumber) losses.getLast()).doubleValue();
        assertThat(browser.attribute("[data-step]", "data-batch-loss")).isEqualTo(loss);
        assertThat(browser.attribute("[data-step]", "data-accuracy")).isEqualTo(number(frame, "accuracy"));
        assertThat(browser.find("[data-step]").getText()).startsWith("step 51: loss of the batch")
                .contains(String.format(Locale.ROOT, "%.3f", loss));
        assertThat(browser.attribute("[data-gradient]", "data-gradient")).isEqualTo(
                number(object(frame, "gradients"), "conv2d"));

        click("#run");
        new WebDriverWait(browser.driver(), WAIT)
                .until(_ -> browser.attribute("[data-step]", "data-step") >= 61);
        click("#run");
        assertThat(browser.find("#run").getText()).isEqualTo("Run");
        click("#anew");
        until("[data-step]", "data-step", 0);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aTrainingThatIsGoneIsSaid() {
        visit("learning.html?lang=en");
        click("#one-step");
        until("[data-step]", "data-step", 1);
        for (int i = 0; i < 4; i++) {
            browser.run("const turn = arguments[0]; fovea.ask('start', {seed: 1, rate: 0.1})"
                    + ".then(() => { document.body.dataset.asked = turn; })", i);
            until("body", "data-asked", i);
        }
        click("#one-step");
        assertThat(browser.find("[role=alert]").getText()).contains("this one is gone. Start again.");
        browser.errors();
    }

    @Test
    void aNetworkWhoseStepsWereTooLargeIsSaidToBeDead() {
        visit("learning.html?lang=en");
        set("rate", "5");
        click("#steps");
        until("[data-step]", "data-step", 50);
        assertThat(browser.attribute("[data-gradient]", "data-gradient")).isZero();
        assertThat(browser.find("[role=status]").getText()).startsWith("No gradient is left in the first layer");
    }

    @Test
    void aWrongRateIsSaidAndNotSent() {
        visit("learning.html?lang=en");
        set("rate", "-1");
        assertThat(browser.find("[role=alert]").getText()).startsWith("The rate is a number from");
        assertThat(browser.find("#one-step").isEnabled()).isFalse();
    }

    @Test
    void aNudgeIsTheEngines() {
        visit("learning.html?lang=en");
        LiveTrainings engine = engine();
        click("[data-layer=\"dense.weights\"]");
        new WebDriverWait(browser.driver(), WAIT)
                .until(_ -> "dense.weights".equals(browser.find("#numbers").getAttribute("data-variable")));
        click("#weights");
        new WebDriverWait(browser.driver(), WAIT)
                .until(_ -> browser.attribute("#numbers", "data-index") > 10);
        int before = (int) browser.attribute("#numbers", "data-index");
        browser.find("#weights").sendKeys(Keys.ARROW_RIGHT);
        until("#numbers", "data-index", before + 10);
        set("move", "33");
        assertNudge(object(engine.nudge("{\"variable\": \"dense.weights\", \"index\": " + (before + 10) + "}"),
                "nudge"), 33);

        set("rate", "0.3");
        click("#steps");
        until("[data-step]", "data-step", 50);
        click("#from-above");
        until("#numbers", "data-from", 50);
        Json session = Objects.requireNonNull(engine.start("{\"rate\": 0.3, \"seed\": 1}").get("session"));
        engine.step("{\"session\": " + session + ", \"steps\": 50}");
        assertNudge(object(engine.nudge("{\"session\": " + session + ", \"variable\": \"dense.weights\", \"index\": "
                + (before + 10) + "}"), "nudge"), 33);
        click("#one-step");
        until("#numbers", "data-from", 51);
        assertThat(browser.errors()).isEmpty();
    }

    /// What stands on the page is what the engine says of a nudge to one of the 41 places.
    private static void assertNudge(JsonObject nudge, int place) {
        double loss = number(nudge, "loss");
        double slope = number(nudge, "slope");
        double there = ((JsonNumber) ((JsonArray) Objects.requireNonNull(nudge.get("losses"))).elements().get(place))
                .doubleValue();
        assertThat(browser.attribute("#numbers", "data-loss")).isEqualTo(loss);
        assertThat(browser.attribute("#numbers", "data-slope")).isEqualTo(slope);
        assertThat(browser.attribute("#numbers", "data-moved")).isCloseTo((place - 20) / 20d, within(1e-6));
        assertThat(browser.attribute("#numbers", "data-predicted")).isCloseTo(slope * (place - 20) / 20d, within(1e-6));
        assertThat(browser.attribute("#numbers", "data-real")).isCloseTo(there - loss, within(1e-9));
    }

    @Test
    void fromDiskItPlaysWhatIsRecorded(@TempDir Path folder) throws IOException {
        Site still = Site.of(insight, Digits.test(), false, List.of(), backend);
        for (Map.Entry<String, byte[]> file : still.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        browser.driver().get(folder.resolve("learning.html").toUri() + "?lang=en");
        assertThat(browser.find("#from-disk").getText()).contains("./fovea learn trains live");
        assertThat(browser.driver().findElements(By.cssSelector("#run, #from-above"))).isEmpty();
        click("[data-layer=\"dense.weights\"]");
        new WebDriverWait(browser.driver(), WAIT)
                .until(_ -> "dense.weights".equals(browser.find("#numbers").getAttribute("data-variable")));
        click("#weights");
        set("move", "12");
        LiveTrainings engine = engine();
        assertNudge(object(engine.nudge("{\"variable\": \"dense.weights\", \"index\": "
                + (int) browser.attribute("#numbers", "data-index") + "}"), "nudge"), 12);
        browser.elements(By.xpath("//button[contains(., 'Step')]"), 0).getLast().click();
        until("[data-step]", "data-step", 6);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void gradientsWalkBackStageByStage() {
        visit("network.html?lang=en");
        browser.elements(By.cssSelector(".samples button"), 5).get(5).click();
        browser.driver().findElement(By.xpath("//button[contains(., 'Backward')]")).click();
        List<String> texts = List.of(
                "The loss is −ln p", "p − y", "Dense:", "Flatten:", "Max pooling:", "ReLU:", "Convolution:",
                "Max pooling:", "ReLU:", "Convolution:");
        for (int i = 0; i < texts.size(); i++) {
            click("#walk-step");
            until("#walk-panel", "data-reach", 9 - i);
            assertThat(browser.find("#walk-panel").getText()).as("step %d", i).contains(texts.get(i));
            boolean weighs = List.of(4, 1).contains(9 - i);
            assertThat(browser.driver().findElements(By.id("kernel-gradients"))).hasSize(weighs ? 1 : 0);
            if (weighs) {
                float[] slopes = kernelGradients(9 - i == 1 ? "conv2d.filters" : "conv2d_1.filters");
                assertThat(browser.attribute("#kernel-gradients", "data-first")).isCloseTo(slopes[0], within(1e-6));
                assertThat(browser.attribute("#kernel-gradients", "data-last"))
                        .isCloseTo(slopes[slopes.length - 1], within(1e-6));
            }
        }
        assertThat(browser.find("#walk-step").isEnabled()).isFalse();
        click("#walk-play");
        new WebDriverWait(browser.driver(), WAIT)
                .until(_ -> browser.attribute("#walk-panel", "data-reach") == 7);
        click("#walk-play");
        assertThat(browser.find("#walk-play").getText()).isEqualTo("Play");
        click("#walk-all");
        assertThat(browser.driver().findElements(By.id("walk-panel"))).isEmpty();
        assertThat(browser.errors()).isEmpty();
    }

    /// Of the first five that is held out, by the program that trains.
    private static float[] kernelGradients(String variable) {
        int five = IntStream.range(0, 360).filter(i -> Digits.test().label(i) == 5).findFirst().orElseThrow();
        Model model = insight.model();
        Frame frame = backend.compile(
                        model.network().training(Loss.crossEntropy(), _ -> true), model.subject().store(), 1)
                .frame();
        frame.bind(Network.IMAGES, model.input(Digits.test().image(five)), 0);
        frame.bind(Network.LABELS, new float[] {5}, 0);
        frame.run(1, 0);
        Layout.Place place = model.subject().store().parameters().place(variable);
        return Arrays.copyOfRange(frame.gradients(), place.from(), place.to());
    }

    @Test
    void whoWantsLittleMotionSteps() {
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        try {
            visit("network.html?lang=en");
            browser.driver().findElement(By.xpath("//button[contains(., 'Backward')]")).click();
            click("#walk-step");
            assertThat(browser.find("#walk-panel").isDisplayed()).isTrue();
            assertThat(browser.driver().findElements(By.id("walk-play"))).isEmpty();
        } finally {
            browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        }
    }

    @Test
    void whatIsMovedShutsNobodyOut() {
        for (String light : List.of("light", "dark")) {
            visit("learning.html?lang=en");
            browser.run("document.documentElement.dataset.light = arguments[0]", light);
            click("#steps");
            until("[data-step]", "data-step", 50);
            assertNobodyIsShutOut();
            visit("network.html?lang=en");
            browser.run("document.documentElement.dataset.light = arguments[0]", light);
            browser.driver().findElement(By.xpath("//button[contains(., 'Backward')]")).click();
            for (int i = 0; i < 6; i++) {
                click("#walk-step");
            }
            assertNobodyIsShutOut();
        }
    }

    private static void assertNobodyIsShutOut() {
        List<String> faults = new AxeBuilder().analyze(browser.driver()).getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map((Rule rule) -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
                .toList();
        assertThat(faults).isEmpty();
    }
}
