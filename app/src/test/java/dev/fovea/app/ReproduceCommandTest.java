package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.recipe.Recipes;
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
        assertThat(row.path("shortened").booleanValue()).isTrue();
        assertThat(row.path("reached").isNull()).as("there is no bar").isTrue();
        assertThat(row.path("runs").path(0).path("digest").stringValue()).isEqualTo(Recipes.named("digits").digest());
        assertThat(row.path("runs").path(0).path("dataDigest").stringValue())
                .isEqualTo(Recipes.named("digits").dataDigest());
    }

    @Test
    void whatIsFinishedIsNotTrainedAgainAndWhatWasCutGoesOn() throws IOException {
        Cli cli = Cli.in(folder);
        cli.run("train", "digits", "--seed", "1", "--epochs", "1", "--out", "runs/digits-1");
        assertThat(cli.run("reproduce", "digits", "--quick", "--runs", "runs").out())
                .contains("digits, seed 1: finished before");
        Files.delete(folder.resolve("runs/digits-1/result.json"));
        cli.run("reproduce", "digits", "--quick", "--runs", "runs");
        assertThat(folder.resolve("runs/digits-1/result.json")).content().contains("\"steps\":45");
    }

    @Test
    void theResultOfAnotherTrainingIsRefused() {
        Cli cli = Cli.in(folder);
        cli.run("train", "digits", "--seed", "2", "--steps", "1", "--out", "runs/digits-1");
        Cli.Output output = cli.run("reproduce", "digits", "--quick", "--runs", "runs");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.error()).contains("holds the result of another training than digits, seed 1");
    }

    @Test
    void aTrainingThatGoesOnHasNoResultYetAndAFinishedOneKeepsIts() throws IOException {
        Cli cli = Cli.in(folder);
        cli.run("train", "digits", "--steps", "2", "--out", "run");
        String first = Files.readString(folder.resolve("run/result.json"));
        cli.run("train", "--resume", "run", "--threads", "1");
        assertThat(folder.resolve("run/result.json")).content().isEqualTo(first);
        cli.with(stop -> {
                    stop.run();
                    assertThat(folder.resolve("run/result.json")).doesNotExist();
                    return () -> {};
                })
                .run("train", "--resume", "run", "--steps", "9");
        assertThat(folder.resolve("run/result.json")).doesNotExist();
    }

    /// The figures are made up: the page must do with them what its head says.
    @Test
    void thePageShowsEverySeedTheMeanAndTheBar() throws IOException {
        result("mnist-lenet-sgd", 1, 9_760, 10);
        result("mnist-lenet-sgd", 2, 9_770, 10);
        result("mnist-lenet-sgd", 3, 9_771, 10);
        result("cifar-edureka", 1, 7_000, 30);
        result("mnist-deep", 2, 9_930, 19);
        result("cifar-augment", 1, 7_900, 26);
        Files.writeString(
                result("mnist-mlp", 1, 9_990, 10), "{\"recipe\":\"mnist-mlp\",\"seed\":1,\"digest\":\"000000000000\"}");
        Cli.Output output = Cli.in(folder).run("reproduce", "--table");
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out()).containsPattern("cifar-augment +\\.7900, published \\.8900, 1 of 3 runs so far\\R")
                .containsPattern("mnist-mlp +not trained yet, published \\.9800, bar ≥ \\.9780\\R")
                .containsPattern("digits +not trained yet\\R");
        assertThat(folder.resolve("docs/results.md")).content()
                .contains("| `mnist-lenet-sgd` | .9785 | .9767 | 1: .9760, 2: .9770, 3: .9771 | ≥ .9765: reached | 500"
                        + " | 0:01:40 | a machine | some, 2 threads | abc | 2026-01-02 |")
                .contains("| `cifar-edureka` | .7881 | .7000, shortened: 99 steps of 60 epochs | 1: .7000 | ≥ .7781:"
                        + " missed |")
                .contains("| `mnist-deep` | .9920 | .9930 | 2: .9930 | ≥ .9900: 1 of 3 runs so far |")
                .contains("| `cifar-augment` | .8900 | .7900 | 1: .7900 | 1 of 3 runs so far |")
                .contains("| `mnist-mlp` | .9800 | not trained yet |  | ≥ .9780 |  |  |  |  |  |  |")
                .contains("| `cifar-edureka-plain` | .7881 | not trained yet |  |  |  |  |  |  |  |  |")
                .contains("`mnist-lenet-sgd`: LeNet on MNIST, plain gradient descent. Published in article 5:"
                        + " accuracy .9785")
                .contains("5. 九、TensorFlow 和 Keras 中的 CNN\n");
        assertThat(folder.resolve("docs/results/cifar-edureka-1.json")).isNotEmptyFile();
        assertThat(folder.resolve("docs/results/cifar-edureka-1.csv")).isNotEmptyFile();
    }

    /// The articles say 60 % lower, and a gain of 6 points.
    @Test
    void whatTheArticlesCompareIsSaidOfOursToo() throws IOException {
        result("mnist-mlp", 1, 9_800, 10);
        result("mnist-deep", 1, 9_890, 19);
        result("cifar-augment", 1, 7_700, 26);
        Cli.in(folder).run("reproduce", "--table");
        Path page = folder.resolve("docs/results.md");
        assertThat(page).content()
                .contains(" 10 epochs. Ours, of the runs so far: the error of mnist-deep is 45 % lower, 1.10 %"
                        + " against 2.00 %.\n")
                .doesNotContain("a gain of");
        for (int seed = 1; seed <= 3; seed++) {
            result("cifar-augment", seed, 7_700, 26);
            result("cifar-augment-none", seed, 7_950, 26);
            result("mnist-mlp", seed, 9_800, 10);
            result("mnist-deep", seed, 9_700, 19);
        }
        Cli.in(folder).run("reproduce", "--table");
        assertThat(page).content()
                .contains("Ours: a gain of −2.5 points, from .7950 to .7700; the published figures are 6.0 points"
                        + " apart.\n")
                .contains("Ours: the error of mnist-deep is 50 % higher, 3.00 % against 2.00 %.\n");
    }

    /// What several rows of an experiment have in common stands there once.
    @Test
    void notesAreNotRepeated() throws IOException {
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results.md")).content()
                .containsOnlyOnce("large networks win with much data")
                .contains("`data-size-small-100` to `data-size-large-60000`: a small network on 100 images of MNIST,"
                        + " to a large")
                .containsOnlyOnce("A single picture is predicted with running statistics")
                .contains("\n`digits-bn` and `digits-bn-held-out`: The article's first pool")
                .contains("\n`cifar-alex-plain`: cifar-alex at the constant rate, as printed.\n");
    }

    /// Results from before data had a fingerprint count on.
    @Test
    void aResultOnOtherDataIsOfAnotherTraining() throws IOException {
        Recipe recipe = Recipes.named("mnist-lenet-sgd");
        Path file = result(recipe.id(), 1, 9_760, 10);
        String before = Files.readString(file);
        for (String digest : new String[] {recipe.dataDigest(), "000000000000"}) {
            Files.writeString(file, before.replaceFirst("\\{", "{\"dataDigest\":\"" + digest + "\","));
            JsonNode row = Cli.in(folder).run("reproduce", "--table", "--docs", digest, recipe.id(), "--json").json();
            assertThat(row.path("rows").path(0).path("runs").size()).isEqualTo(digest.equals("000000000000") ? 0 : 1);
        }
        assertThat(Cli.in(folder).run("reproduce", recipe.id()).error())
                .contains("holds the result of another training");
    }

    @Test
    void aPublishedLogHasEachEpochOnce() throws IOException {
        result("mnist-lenet-sgd", 1, 9_760, 10);
        write("mnist-lenet-sgd-1", "epochs.csv",
                "row,epoch,step\nepoch,1,5,.5\nepoch,2,10,.4\nepoch,1,5,.6\nepoch,3,15,.3\n");
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results/mnist-lenet-sgd-1.csv"))
                .hasContent("row,epoch,step\nepoch,1,5,.5\nepoch,2,10,.4\nepoch,3,15,.3\n");
    }

    /// As in a clone, which has the page and no runs.
    @Test
    void rowsWithoutRunsAreKept() throws IOException {
        result("mnist-lenet-sgd", 1, 9_760, 10);
        Cli.in(folder).run("reproduce", "--table");
        String page = Files.readString(folder.resolve("docs/results.md"));
        Cli.in(folder).run("reproduce", "--table", "--runs", "elsewhere");
        assertThat(folder.resolve("docs/results.md")).content().isEqualTo(page).contains("mnist-lenet-sgd");
    }

    @Test
    void theCurveOfTheDataSizesIsDrawnOnceAllAreThere() throws IOException {
        for (String network : new String[] {"small", "medium", "large"}) {
            for (int size : new int[] {100, 1_000, 10_000, 60_000}) {
                for (int seed = 1; seed <= 3; seed++) {
                    result("data-size-" + network + "-" + size, seed, 9_000 + size / 100, 0);
                }
            }
        }
        for (int size : new int[] {100, 1_000, 10_000, 60_000}) {
            write("data-size-neighbours-" + size, "result.json", "{\"images\":" + size + ",\"accuracy\":0.5}");
        }
        Path last = write(
                "data-size-neighbours-60000", "result.json", "{\"images\":60000,\"neighbours\":1,\"accuracy\":0.7}");
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results.md")).content().as("of other neighbours").doesNotContain("| 60,000 |");
        Files.writeString(last, "{\"images\":60000,\"neighbours\":3,\"source\":\"mnist\",\"accuracy\":0.5}");
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results.md")).content()
                .contains("| images | small network | medium network | large network | 3 nearest neighbours |")
                .contains("| 60,000 | .9600 | .9600 | .9600 | .5000 |")
                .contains("Ours: no network leads at every size, unlike in the article: with 100 images");
        assertThat(folder.resolve("docs/results/data-size.svg")).isNotEmptyFile();
    }

    @Test
    void whoLeadsAtWhichSizeIsSaid() throws IOException {
        for (String network : new String[] {"small", "medium", "large"}) {
            for (int size : new int[] {100, 1_000, 10_000, 60_000}) {
                for (int seed = 1; seed <= 3; seed++) {
                    int slope = network.equals("small") ? 10 : network.equals("medium") ? 20 : 30;
                    result("data-size-" + network + "-" + size, seed, 9_000 - 10 * slope + slope * size / 1_000, 0);
                }
            }
        }
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results.md")).content()
                .contains("Ours: with 100 images the small network leads, with 1,000 images the small network leads,")
                .contains("with 60,000 images the large network leads, as in the article: with 100 images small"
                        + " network .89");
    }

    /// Whatever was changed about the recipe.
    @Test
    void aRunOfOtherStepSizesIsNoFullRun() throws IOException {
        Path file = result("digits-bn", 1, 9_000, 0);
        String whole = Files.readString(file);
        assertThat(row("digits-bn").path("shortened").booleanValue()).isFalse();
        for (String[] change : new String[][] {{"\"rateScale\":0.1", "rate scale 0.1"},
            {"\"clip\":1.5", "clip 1.5"}, {"\"rateScale\":0.1,\"clip\":2.0", "rate scale 0.1, clip 2.0"}}) {
            Files.writeString(file, whole.replace("\"settings\":{", "\"settings\":{" + change[0] + ","));
            assertThat(row("digits-bn").path("shortened").booleanValue()).as(change[0]).isTrue();
            assertThat(folder.resolve("docs/results.md")).content()
                    .contains(".9000, changed: " + change[1] + " |").doesNotContain("shortened: 99");
        }
    }

    private JsonNode row(String id) {
        JsonNode json = Cli.in(folder).run("reproduce", "--table", "--json").json();
        return json.path("rows").valueStream().filter(row -> row.path("id").asString("").equals(id)).findFirst()
                .orElseThrow();
    }

    @Test
    void anUnknownRowIsRefused() {
        Cli.Output output = Cli.in(folder).run("reproduce", "digit-bn");
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.err()).contains("no row of the table is named digit-bn (did you mean digits-bn?)");
    }

    @Test
    void aRowThatIsComparedWithAnotherCanBeNamedAlone() {
        JsonNode json = Cli.in(folder).run("reproduce", "digits-bn-held-out", "--quick", "--json").json();
        assertThat(json.path("rows").size()).isEqualTo(1);
        assertThat(json.path("rows").path(0).path("id").stringValue()).isEqualTo("digits-bn-held-out");
        Cli.Output near = Cli.in(folder).run("reproduce", "digits-bn-hold-out");
        assertThat(near.err()).contains("(did you mean digits-bn-held-out?)");
    }

    @Test
    void aRecipeWithoutARowIsTrainedOtherwise() {
        Cli.Output output = Cli.in(folder).run("reproduce", "cifar-edureka-best");
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.error()).endsWith("./fovea train cifar-edureka-best trains it");
    }

    /// @param epochs 0 for the recipe's own
    private Path result(String id, int seed, int correct, int epochs) throws IOException {
        Recipe recipe = Recipes.named(id);
        write(id + "-" + seed, "epochs.csv", "row\n");
        return write(id + "-" + seed, "result.json", String.format(Locale.ROOT, """
                {"recipe":"%s","seed":%d,"digest":"%s","settings":{"epochs":%d,"steps":%d,"batch":%d},
                "test":{"accuracy":%s,"correct":%d,"count":10000},
                "steps":99,"threads":2,"imagesPerSecond":500,"seconds":100,
                "machine":"a machine","kernels":"some","commit":"abc","date":"2026-01-02"}""",
                id, seed, recipe.digest(), epochs == 0 ? recipe.fit().epochs() : epochs, recipe.fit().steps(),
                recipe.fit().batch(), correct / 1e4, correct));
    }

    private Path write(String run, String file, String text) throws IOException {
        Path path = folder.resolve("runs/reproduce").resolve(run);
        Files.createDirectories(path);
        return Files.writeString(path.resolve(file), text);
    }
}
