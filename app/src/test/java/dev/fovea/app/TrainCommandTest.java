package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.model.Model;
import dev.fovea.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void printsOneObjectWithAllFields() {
        JsonNode json = Cli.in(folder).train("run", "--seed", "3", "--threads", "1").json();
        assertThat(Cli.fields(json))
                .contains(
                        "recipe", "kernels", "threads", "epochs", "steps", "parameters", "train", "validation", "test",
                        "imagesPerSecond", "seconds", "out", "waiting", "baseline", "nearZero");
        assertThat(json.path("recipe").stringValue()).isEqualTo("digits");
        assertThat(json.path("steps").longValue()).isEqualTo(3);
        assertThat(json.path("epochs").longValue()).isEqualTo(1);
        assertThat(json.path("threads").longValue()).isEqualTo(1);
        assertThat(json.path("validation").isNull()).isTrue();
        assertThat(Cli.fields(json.path("train"))).containsExactly("loss", "accuracy");
        assertThat(Cli.fields(json.path("test"))).containsExactly("loss", "accuracy", "correct", "count");
        assertThat(json.path("test").path("count").longValue()).isEqualTo(360);
        assertThat(json.path("baseline").path("accuracy").doubleValue()).isBetween(0.966, 0.967);
        assertThat(json.path("imagesPerSecond").doubleValue()).isPositive();
        assertThat(json.path("seconds").doubleValue()).isPositive();
        assertThat(json.path("out").stringValue()).isEqualTo(folder.resolve("run").toString());
    }

    /// The penalty is large enough that a few steps show it; counted again from the file.
    @Test
    void weightsNearZeroAreCounted() {
        JsonNode json = Cli.in(folder).run("train", "digits-softmax-l1", "--epochs", "30", "--out", "run", "--json")
                .json();
        Tensor weights = Model.load(folder.resolve("run/model.safetensors")).read("dense.weights");
        int near = 0;
        for (float weight : weights.values()) {
            near += Math.abs(weight) < .01f ? 1 : 0;
        }
        assertThat(json.path("nearZero").doubleValue()).isEqualTo(near / 640.0).isGreaterThan(.5);
    }

    /// 45 steps an epoch.
    @Test
    void aLineEverySoManyStepsAndTheBestEpochArePrinted() {
        String out = Cli.in(folder).run("train", "digits", "--epochs", "2", "--every", "30", "--out", "run").out();
        assertThat(out.lines().filter(line -> line.startsWith("Step "))).hasSize(3).allMatch(line -> line.matches(
                "Step (30|60|90) loss \\d\\.\\d{4}, \\d+\\.\\d examples/s, \\d+\\.\\d{3} s/batch"));
        assertThat(out).containsPattern("\\nEpoch 2/2 00:00:\\d\\d loss \\S+ acc \\S+ \\d+/1437 \\d+ images/s best\\R")
                .containsPattern("\\nBest accuracy 0\\.\\d{4} \\(\\S+ of 1,437, training\\) in epoch 2\\R");
        assertThat(out.lines()).allMatch(line -> line.length() <= 80);
        assertThat(Cli.in(folder).run("train", "--every", "0").error())
                .contains("--every must be at least 1: got 0");
    }

    @Test
    void leavesTheFilesThatItNames() {
        Cli.Output output = Cli.in(folder).run("train", "--out", "run", "--steps", "2");
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out()).contains("Test: ", "3-nearest-neighbour", "What to try next:", "Files: ");
        for (String name : new String[] {
            "model.safetensors", "last.safetensors", "best.safetensors", "epochs.csv", "run.json", "example.png"
        }) {
            assertThat(folder.resolve("run").resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void whatToTryNextCanBePasted() {
        String out = Cli.in(folder).run("train", "--steps", "2").out();
        assertThat(out).containsPattern("\\n    ./fovea predict runs/digits-[0-9-]+/example.png   # it shows 2\\R")
                .containsPattern("\\n    ./fovea evaluate runs/digits-[0-9-]+\\R");
        assertThat(out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        String elsewhere = Cli.in(folder).run("train", "--steps", "2", "--out", "run").out();
        assertThat(elsewhere).contains("./fovea predict run run/example.png   # it shows 2");
    }

    @Test
    void namesItsFolderItselfIfNoneIsGiven() throws Exception {
        Cli.Output output = Cli.in(folder).run("train", "--steps", "1", "--json");
        Path run = Path.of(output.json().path("out").stringValue());
        assertThat(run.getParent()).isEqualTo(folder.resolve("runs"));
        assertThat(run.getFileName().toString()).matches("digits-\\d{8}-\\d{6}");
        assertThat(Files.list(run)).isNotEmpty();
    }

    @Test
    void anotherSeedGivesAnotherModelAndTheSameSeedTheSame() throws Exception {
        Cli cli = Cli.in(folder);
        cli.train("one", "--seed", "1").json();
        cli.train("same", "--seed", "1").json();
        cli.train("other", "--seed", "2").json();
        Path model = Path.of("model.safetensors");
        byte[] one = Files.readAllBytes(folder.resolve("one").resolve(model));
        assertThat(Files.readAllBytes(folder.resolve("same").resolve(model))).isEqualTo(one);
        assertThat(Files.readAllBytes(folder.resolve("other").resolve(model))).isNotEqualTo(one);
    }
}
