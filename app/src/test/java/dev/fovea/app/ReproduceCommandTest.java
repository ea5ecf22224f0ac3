package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReproduceCommandTest {
    @TempDir
    private Path folder;

    @Test
    void quickTrainsAFewStepsAndWritesNoTable() {
        JsonNode json = Cli.in(folder).run("reproduce", "digits", "--quick", "--json").json();
        JsonNode row = json.path("rows").path(0);
        assertThat(row.path("id").stringValue()).isEqualTo("digits");
        assertThat(row.path("runs").size()).isEqualTo(1);
        assertThat(row.path("runs").path(0).path("steps").longValue()).isEqualTo(20);
        assertThat(folder.resolve("docs")).doesNotExist();
        Cli.Output again = Cli.in(folder).run("reproduce", "digits", "--quick");
        assertThat(again.out()).contains("digits, seed 1: finished before");
    }

    @Test
    void aRunThatWasCutShortGoesOnWhereItStopped() throws IOException {
        Cli cli = Cli.in(folder);
        cli.run("train", "digits", "--seed", "1", "--epochs", "1", "--out", "runs/digits-1");
        Files.delete(folder.resolve("runs/digits-1/result.json"));
        cli.run("reproduce", "digits", "--quick", "--runs", "runs");
        assertThat(folder.resolve("runs/digits-1/result.json")).content().contains("\"steps\":45");
    }

    /// The figures are made up: the page must do with them what its head says.
    @Test
    void thePageShowsEverySeedTheMeanAndTheBar() throws IOException {
        result("mnist-lenet-sgd", 1, 9_760, 10);
        result("mnist-lenet-sgd", 2, 9_770, 10);
        result("mnist-lenet-sgd", 3, 9_771, 10);
        result("cifar-edureka", 1, 7_000, 30);
        Cli.Output output = Cli.in(folder).run("reproduce", "--table");
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(folder.resolve("docs/results.md")).content()
                .contains("| `mnist-lenet-sgd` | .9785 | .9767 | 1: .9760, 2: .9770, 3: .9771 | ≥ .9765: reached | 500 |"
                        + " 0:01:40 | a machine | some, 2 threads | abc | 2026-01-02 |")
                .contains("| `cifar-edureka` | .7881 | .7000, shortened: 99 steps of 60 epochs | 1: .7000 | ≥ .7781: missed |")
                .contains("`mnist-lenet-sgd`: LeNet on MNIST, plain gradient descent. Published: accuracy .9785");
        assertThat(folder.resolve("docs/results/cifar-edureka-1.json")).isNotEmptyFile();
        assertThat(folder.resolve("docs/results/cifar-edureka-1.csv")).isNotEmptyFile();
    }

    @Test
    void theCurveOfTheDataSizesIsDrawnOnceAllAreThere() throws IOException {
        for (String network : new String[] {"small", "medium", "large"}) {
            for (int size : new int[] {100, 1_000, 10_000, 60_000}) {
                result("data-size-" + network + "-" + size, 1, 9_000 + size / 100, 1);
            }
        }
        for (int size : new int[] {100, 1_000, 10_000, 60_000}) {
            write("data-size-neighbours-" + size, "result.json", "{\"images\":1,\"accuracy\":0.5}");
        }
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results.md")).content()
                .contains("| images | small network | medium network | large network | 3 nearest neighbours |")
                .contains("| 60,000 | .9600 | .9600 | .9600 | .5000 |");
        assertThat(folder.resolve("docs/results/data-size.svg")).isNotEmptyFile();
    }

    @Test
    void anUnknownRowIsRefused() {
        Cli.Output output = Cli.in(folder).run("reproduce", "digit-bn");
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.err()).contains("no experiment is named digit-bn (did you mean digits-bn?)");
    }

    private void result(String recipe, int seed, int correct, int epochs) throws IOException {
        write(recipe + "-" + seed, "result.json", String.format(Locale.ROOT, """
                {"seed":%d,"test":{"accuracy":%s,"correct":%d,"count":10000},"steps":99,"threads":2,"imagesPerSecond":500,
                "seconds":100,"machine":"a machine","kernels":"some","commit":"abc","date":"2026-01-02"}""",
                seed, correct / 1e4, correct));
        write(recipe + "-" + seed, "epochs.csv", "row\n");
        var fit = dev.fovea.recipe.Recipes.named(recipe).fit();
        write(recipe + "-" + seed, "run.json", String.format(Locale.ROOT,
                "{\"version\":1,\"recipe\":\"%s\",\"seed\":%d,\"epochs\":%d,\"steps\":%d,\"batch\":%d}", recipe, seed,
                recipe.startsWith("data") ? fit.epochs() : epochs, fit.steps(), fit.batch()));
    }

    private void write(String run, String file, String text) throws IOException {
        Path path = folder.resolve("runs/reproduce").resolve(run);
        Files.createDirectories(path);
        Files.writeString(path.resolve(file), text);
    }
}
