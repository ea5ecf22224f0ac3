package dev.fovea.learn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import dev.fovea.learn.network.PageRefusal.Reason;
import dev.fovea.model.Model;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveTrainingsTest {
    private static final TrainTestSplit DIGITS = Digits.load();

    private static Backend backend;
    private static RecordedNudges nudges;

    private final AtomicLong clock = new AtomicLong();
    private LiveTrainings trainings;

    @BeforeAll
    static void open() {
        backend = Backends.open(1);
        nudges = RecordedNudges.of(DIGITS, backend);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @BeforeEach
    void make() {
        trainings = new LiveTrainings(DIGITS, nudges, backend, clock::get, Duration.ofSeconds(30));
    }

    private String start(double rate, long seed) {
        JsonObject answer = trainings.start("{\"seed\": " + seed + ", \"rate\": " + rate + "}");
        assertThat(step(frame(answer))).isZero();
        return ((JsonString) get(answer, "session")).value();
    }

    private JsonObject take(String session, int steps) {
        return frame(trainings.step("{\"session\": \"" + session + "\", \"steps\": " + steps + "}"));
    }

    private JsonObject nudge(String session) {
        return trainings.nudge("{\"session\": \"" + session + "\", \"variable\": \"conv2d.filters\", \"index\": 3}");
    }

    private static Json get(JsonObject json, String name) {
        return Objects.requireNonNull(json.get(name), name);
    }

    private static JsonObject frame(JsonObject answer) {
        return (JsonObject) get(answer, "frame");
    }

    private static int step(JsonObject frame) {
        return ((JsonNumber) get(frame, "step")).intValue();
    }

    private static List<Float> losses(JsonObject frame) {
        return ((JsonArray) get(frame, "losses")).elements().stream()
                .map(loss -> ((JsonNumber) loss).floatValue())
                .toList();
    }

    /// What a training in one piece says, of the same seed and rate.
    private static List<Float> losses(double rate, long seed, int steps) {
        Model model = ScreenNetwork.untrained(DIGITS, Seed.of(seed), backend);
        Fit fit = Fit.epochs(100).steps(steps).batch(32).optimizer(Sgd.of(rate)).seed(Seed.of(seed));
        List<Float> losses = new ArrayList<>();
        model.trainer(fit, DIGITS.train(), null, null).run(List.of(event -> {
            if (event instanceof Event.StepDone done) {
                losses.add(done.loss());
            }
        }));
        return losses;
    }

    @Test
    void stepsAreThoseOfATrainingInOnePiece() {
        String session = start(.3, 7);
        List<Float> seen = new ArrayList<>();
        for (int steps : new int[] {1, 1, 5, 40, 50}) {
            JsonObject frame = take(session, steps);
            assertThat(losses(frame)).hasSize(steps);
            seen.addAll(losses(frame));
            assertThat(step(frame)).isEqualTo(seen.size());
            nudge(session);
        }
        assertThat(seen).isEqualTo(losses(.3, 7, 97));
    }

    @Test
    void aRecordedRunIsALiveOne() {
        for (Recording.Run run : Recording.of(DIGITS, backend).runs()) {
            String session = start(run.rate(), 1);
            List<Float> recorded = run.frames().stream().flatMap(frame -> frame.losses().stream()).toList();
            List<Float> live = new ArrayList<>();
            JsonObject frame = take(session, 100);
            live.addAll(losses(frame));
            frame = take(session, 100);
            live.addAll(losses(frame));
            frame = take(session, 40);
            live.addAll(losses(frame));
            assertThat(live).hasSize(240).isEqualTo(recorded);
            TrainingFrame last = run.frames().getLast();
            assertThat(frame.get("filters")).isEqualTo(last.json().get("filters"));
            assertThat(frame.get("gradients")).isEqualTo(last.json().get("gradients"));
            assertThat(frame.get("accuracy")).isEqualTo(last.json().get("accuracy"));
        }
    }

    @Test
    void accuracyIsOfTheDigitsThatAreHeldOut() {
        LiveTraining training = new LiveTraining(DIGITS, Seed.of(1), .2, backend);
        TrainingFrame frame = training.step(60);
        Model model = ScreenNetwork.untrained(DIGITS, Seed.of(1), backend);
        model.trainer(
                Fit.epochs(2).steps(60).batch(32).optimizer(Sgd.of(.2)).seed(Seed.of(1)), DIGITS.train(), null, null)
                .run(List.of());
        long right = 0;
        for (int i = 0; i < DIGITS.test().size(); i++) {
            int said = model.predict(DIGITS.test().image(i)).top(1).getFirst().index();
            right += said == DIGITS.test().label(i) ? 1 : 0;
        }
        assertThat(frame.accuracy()).isEqualTo((double) right / DIGITS.test().size()).isGreaterThan(.5);
    }

    @Test
    void numbersThatAreNotFiniteEndTheTraining() {
        LiveTraining training = new LiveTraining(DIGITS, Seed.of(1), 1e20, backend);
        TrainingFrame frame = training.step(100);
        assertThat(frame.ended()).contains("the loss became NaN at step 2", "lower the learning rate")
                .doesNotContain("\n");
        assertThat(frame.step()).isEqualTo(1);
        assertThat(frame.losses()).hasSize(1);
        assertThat(frame.json().toString()).contains("\"heldOut\":null", "\"ended\":");
        assertThat(training.step(1)).isSameAs(frame);
    }

    private static void refused(Reason reason, ThrowingCallable call, String line) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PageRefusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.getMessage()).contains(line).doesNotContain("\n");
            assertThat(refusal.getMessage().length()).isLessThan(160);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{                                    | expected JSON: it ends too early",
        "[1]                                  | expected an object: got a list",
        "{}                                   | rate: expected a number from 1.0E-6 to 1000.0, got nothing",
        "{\"rate\": 1e999, \"seed\": 1}       | rate: expected a number from 1.0E-6 to 1000.0, got 1e999",
        "{\"rate\": \"NaN\", \"seed\": 1}     | rate: expected a number from 1.0E-6 to 1000.0, got \"NaN\"",
        "{\"rate\": NaN, \"seed\": 1}         | expected JSON",
        "{\"rate\": 0, \"seed\": 1}           | rate: expected a number",
        "{\"rate\": -1, \"seed\": 1}          | rate: expected a number",
        "{\"rate\": 0.2}                      | seed: expected a whole number from 0 to 9007199254740991, got nothing",
        "{\"rate\": 0.2, \"seed\": 1.5}       | seed: expected a whole number",
        "{\"rate\": 0.2, \"seed\": -1}        | seed: expected a whole number"})
    void aWrongStartGetsOneLine(String request, String line) {
        refused(Reason.WRONG, () -> trainings.start(request), line);
    }

    @Test
    void aWrongStepGetsOneLine() {
        String session = start(.2, 1);
        String asked = "{\"session\": \"" + session + "\", \"steps\": ";
        for (String steps : List.of("0", "101", "-5", "1e30", "1.5", "\"1\"", "null")) {
            refused(Reason.WRONG, () -> trainings.step(asked + steps + "}"), "steps: expected a whole number from 1");
        }
        refused(Reason.WRONG, () -> trainings.step("{\"session\": 1, \"steps\": 1}"), "session: expected a text");
        refused(Reason.UNKNOWN, () -> take("no such", 1), "there is no such training");
        refused(Reason.WRONG, () -> trainings.step("{\"session\": \"" + "x".repeat(900) + "\", \"steps\": \""
                + "y".repeat(900) + "\"}"), "steps: expected");
        assertThat(step(take(session, 1))).isEqualTo(1);
    }

    @Test
    void aWrongNudgeGetsOneLine() {
        String session = start(.2, 1);
        String asked = "{\"session\": \"" + session + "\", \"variable\": ";
        refused(Reason.WRONG, () -> trainings.nudge(asked + "\"labels\", \"index\": 0}"), "expected one of conv2d");
        refused(Reason.WRONG, () -> trainings.nudge(asked + "\"dense.weights\", \"index\": 480}"), "0 to 479: got 480");
        refused(Reason.WRONG, () -> trainings.nudge(asked + "\"dense.weights\", \"index\": -1}"), "index: expected");
        refused(Reason.UNKNOWN, () -> nudge("no such"), "there is no such training");
    }

    @Test
    void theOneThatWasNotAskedForLongestMakesRoom() {
        String first = start(.2, 1);
        String second = start(.2, 1);
        start(.2, 1);
        start(.2, 1);
        take(first, 1);
        start(.2, 1);
        refused(Reason.UNKNOWN, () -> take(second, 1), "start another");
        assertThat(step(take(first, 1))).isEqualTo(2);
    }

    @Test
    void whatNobodyAsksForIsForgotten() {
        String idle = start(.2, 1);
        String used = start(.2, 1);
        clock.addAndGet(Duration.ofMinutes(10).toNanos());
        take(used, 1);
        clock.addAndGet(Duration.ofMinutes(10).toNanos());
        assertThat(step(take(used, 1))).isEqualTo(2);
        refused(Reason.UNKNOWN, () -> take(idle, 1), "no longer");
    }

    @Test
    void aTrainingHasAnEnd() {
        LiveTraining training = new LiveTraining(DIGITS, Seed.of(1), .2, backend);
        assertThat(training.most()).isEqualTo(500 * 45);
    }

    @Test
    void oneTrainingTakesOneStepAtATime() throws Exception {
        String session = start(.2, 1);
        Set<Integer> seen = new ConcurrentSkipListSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> asking = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                asking.add(() -> seen.add(step(take(session, 2))));
            }
            for (Future<Boolean> done : threads.invokeAll(asking)) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(seen).hasSize(12).contains(2, 24);
    }

    @Test
    void whoCannotWaitIsTold() {
        LiveTrainings hasty = new LiveTrainings(DIGITS, nudges, backend, clock::get, Duration.ZERO);
        JsonObject started = hasty.start("{\"seed\": 1, \"rate\": 0.2}");
        String session = ((JsonString) get(started, "session")).value();
        String request = "{\"session\": \"" + session + "\", \"steps\": 1}";
        hasty.alone(hasty.session(session), training -> {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.submit(() -> refused(Reason.BUSY, () -> hasty.step(request), "wait for its answer")).get();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
            return training.frame().json();
        });
        assertThat(step(frame(hasty.step(request)))).isEqualTo(1);
    }

    @Test
    void nudgesOfARecordedNetworkAreThoseThatAreRecorded() {
        JsonObject recorded = nudges.json(false);
        List<Json> known = ((JsonArray) get(recorded, "nudges")).elements();
        assertThat(known).hasSize(72 + 10);
        assertThat(recorded.get("nudge")).isEqualTo(known.getFirst());
        for (Json one : List.of(known.getFirst(), known.get(40), known.getLast())) {
            JsonObject nudge = (JsonObject) one;
            JsonObject live = trainings.nudge("{\"variable\": " + nudge.get("variable") + ", \"index\": "
                    + nudge.get("index") + "}");
            assertThat(live.get("nudge")).isEqualTo(nudge);
            assertThat(live.get("weights")).isEqualTo(recorded.get("weights"));
            assertThat(live.get("step")).isEqualTo(recorded.get("step"));
        }
        assertThat(((JsonArray) get(nudges.json(true), "nudges")).elements())
                .containsExactly(known.getFirst());
    }
}
