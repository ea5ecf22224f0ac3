package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.lab.classical.ClassicalMethod;
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
                .contains("\n`data-size-small-100` to `dense-large-60000`: Published in article 2: large networks win")
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
        assertThat(folder.resolve("docs/results.md")).content().as("of other neighbours").doesNotContain("3 nearest");
        Files.writeString(last, "{\"images\":60000,\"neighbours\":3,\"source\":\"mnist\",\"accuracy\":0.5}");
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results.md")).content()
                .contains("| images | 3 nearest neighbours | small convolutional | medium convolutional | large"
                        + " convolutional |")
                .contains("| 60,000 | .5000 | .9600 | .9600 | .9600 |")
                .contains("Ours, with convolutions: nobody alone leads at every size, unlike in the article: with 100");
        assertThat(folder.resolve("docs/results/data-size-convolutions.svg")).isNotEmptyFile();
        assertThat(folder.resolve("docs/results/data-size.svg")).as("no dense network is trained").doesNotExist();
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
                .contains("Ours, with convolutions: with 100 images small convolutional leads, with 1,000 images small"
                        + " convolutional leads,")
                .contains("with 60,000 images large convolutional leads, as in the article: with 100 images small"
                        + " convolutional .89");
    }

    /// Dense networks at 60,000 images pass the support vector machine that leads before.
    @Test
    void denseNetworksStandBesideTheClassicalMethods() throws IOException {
        for (int size : new int[] {100, 1_000, 10_000, 60_000}) {
            for (String network : new String[] {"small", "medium", "large"}) {
                for (int seed = 1; seed <= 3; seed++) {
                    int gain = network.equals("small") ? 1 : network.equals("medium") ? 5 : 20;
                    result("dense-" + network + "-" + size, seed, 8_000 + gain * size / 1_000, 0);
                }
            }
            write("data-size-svm-" + size, "result.json",
                    "{\"source\":\"mnist\",\"method\":\"" + ClassicalMethod.SVM.settings() + "\",\"images\":" + size
                            + ",\"accuracy\":0.85}");
            write("data-size-hog-svm-" + size, "result.json",
                    "{\"source\":\"mnist\",\"method\":\"other\",\"images\":" + size + ",\"accuracy\":0.85}");
        }
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results.md")).content()
                .contains("| images | small dense | medium dense | large dense | SVM on pixels |\n")
                .contains("| 60,000 | .8060 | .8300 | .9200 | .8500 |\n")
                .contains("Ours, dense and classical: with 100 images SVM on pixels leads,")
                .contains("with 60,000 images large dense leads, as in the article: with 100 images SVM on pixels"
                        + " .8500, small dense .8000");
        assertThat(folder.resolve("docs/results/data-size.svg")).content().contains("accuracy on the test images");
        assertThat(folder.resolve("docs/results/data-size-svm-100.json")).isNotEmptyFile();
    }

    /// Rows that are trained with and without something: said from their results and logs.
    @Test
    void whatAnAblationComesToIsSaid() throws IOException {
        result("cifar-alex-lrn-none", 1, 7_100, 0);
        result("cifar-alex", 1, 7_300, 0);
        result("mnist-ten-relu", 1, 9_700, 0);
        result("mnist-ten-sigmoid", 1, 1_135, 0);
        for (String id : new String[] {"plain20", "plain56", "resnet20", "resnet56"}) {
            result("cifar-depth-" + id, 1, id.equals("plain56") ? 6_000 : 7_500, 0);
        }
        log("digits-bn", 1, "epoch,1,224,1.6,.2,,,.001,1\nepoch,101,9,.1,.96,,,.001,1\n");
        log("digits-bn", 2, "epoch,1,224,1.6,.4,,,.001,1\nepoch,101,9,.1,.98,,,.001,1\n");
        log("mnist-lenet-sgd", 1, "epoch,1,1,.5,.7,.4,.88,,1\nepoch,2,2,.5,.7,.4,.91,,1\nepoch,3,3,.5,.7,.4,.93,,1\n");
        log("mnist-lenet-bn", 1, "epoch,1,1,.5,.7,.4,.97,,1\nepoch,2,2,.5,.7,.4,.98,,1\nepoch,3,3,.5,.7,.4,.985,,1\n");
        log("cifar-lenet-tf", 1, "epoch,20,9,.61,.7,,,,1\n");
        log("cifar-lenet-tf-plain", 1, "epoch,19,8,.9,.7,,,,1\nepoch,20,9,.1304,.9,,,,1\n");
        String[] penalties = {"digits-softmax", "digits-softmax-l1", "digits-softmax-l2"};
        for (int i = 0; i < 3; i++) {
            Path file = result(penalties[i], 1, 9_000, 0);
            Files.writeString(file, Files.readString(file).replaceFirst(
                    "\\{", "{\"nearZero\":" + new double[] {.01, .8, .25}[i] + ","));
        }
        Cli.in(folder).run("reproduce", "--table");
        assertThat(folder.resolve("docs/results.md")).content().contains(
                "so far: .7300 with response normalisation, .7100 without.\n",
                "so far: .9700 with ReLU, .1135 with the sigmoid.\n",
                "Ours: plain .7500 with 20 layers and .6000 with 56, with shortcuts .7500 and .7500.\n",
                "so far: .3000 over the batches of epoch 0 and .9700 over those of epoch 100, each as it was trained.",
                "so far: after 1, 2 and 3 epochs .9700, .9800, .9850 with batch norm, .8800, .9100, .9300 without.\n",
                "so far: the mean loss of the last epoch is .130 without dropout, as printed, and .610 with it.\n",
                "nearer to 0 than .01: 1.00 % (digits-softmax), 80.00 % (digits-softmax-l1), 25.00 %"
                        + " (digits-softmax-l2).\n");
    }

    private void log(String id, int seed, String rows) throws IOException {
        result(id, seed, 9_000, 0);
        write(id + "-" + seed, "epochs.csv",
                "row,epoch,step,loss,accuracy,validation_loss,validation_accuracy,rate,seconds\n" + rows);
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
