package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.app.console.ExitCode;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Images;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Training on pictures of one's own, from a folder to a prediction.
class OwnImagesTest {
    @TempDir
    private Path folder;

    private OwnPictures pictures;
    private Cli cli;

    @BeforeEach
    void draw() {
        pictures = OwnPictures.in(folder.resolve("shapes"), 16);
        cli = Cli.in(folder);
    }

    private Cli.Output train(String... more) {
        return cli.run(Stream.concat(
                        Stream.of("train", "--images", "shapes", "--out", "run", "--size", "16", "--batch", "8"),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    @Test
    void brokenPicturesAreNamedOrSkippedWhenAsked() {
        pictures.withTwoBroken();
        Cli.Output refused = train("--model", "resnet20", "--epochs", "1");
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.error())
                .startsWith("fovea: 2 of 50 pictures in ")
                .endsWith("shapes cannot be read: discs/cut.png, stripes/text.jpg; mend or delete them, or add"
                        + " --skip-broken")
                .hasSizeLessThan(200);
        assertThat(refused.err().lines().toList().subList(1, 3)).satisfiesExactly(
                line -> assertThat(line).startsWith("    ").contains("discs/cut.png: the image is"),
                line -> assertThat(line).startsWith("    ").contains("stripes/text.jpg is not an image that"));
        assertThat(folder.resolve("run")).doesNotExist();
        Cli.Output listed = train("--json");
        assertThat(listed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(listed.error()).isEqualTo(refused.error());
        assertThat(listed.err()).doesNotContain("is not an image");
        JsonNode broken = listed.object().path("broken");
        assertThat(broken.size()).isEqualTo(2);
        assertThat(broken.path(1).path("file").stringValue()).endsWith("stripes/text.jpg");
        assertThat(broken.path(1).path("reason").stringValue()).contains("is not an image that can be read");
        Cli.Output trained = train("--model", "resnet20", "--epochs", "1", "--skip-broken", "--json");
        JsonNode json = trained.json();
        assertThat(trained.err()).contains("Skipping 2 that cannot be read:", "cut.png", "text.jpg");
        assertThat(json.path("recipe").stringValue()).isEqualTo("images");
        // 16 pictures of each class, of which 0.2 are held out.
        assertThat(json.path("test").path("count").intValue()).isEqualTo(9);
        assertThat(json.path("train").path("accuracy").isNumber()).isTrue();
        JsonNode evaluated = cli.run("evaluate", "run", "--json").json();
        assertThat(evaluated.path("test").path("correct")).isEqualTo(json.path("test").path("correct"));
        assertThat(evaluated.path("test").path("loss")).isEqualTo(json.path("test").path("loss"));
        JsonNode predicted = cli.run("predict", "run", "shapes/discs/1.jpg", "--json").json();
        assertThat(predicted.path("predictions").path(0).path("top").path(0).path("label").stringValue())
                .isIn(OwnPictures.CLASSES);
        assertThat(cli.run("evaluate", "run").out()).contains("on 9 test images of shapes, ");
        assertThat(cli.run("summary", "run").out()).contains("Training at batch 8");
    }

    @Test
    void learnsTheClassesAndSaysWhatItChose() {
        Cli.Output output = train("--epochs", "12", "--augment", "flip-left-right");
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out())
                .contains("Training images: a small network on the pictures of shapes",
                        "Training: AdamW, rate 0.001 falling along a cosine",
                        "Images: 39 train, 9 test", "3 classes", "flip-left-right",
                        "of other aspects only the centre is seen", "What to try next:");
        JsonNode result = cli.run("evaluate", "run", "--json").json();
        assertThat(result.path("test").path("accuracy").doubleValue()).isGreaterThan(0.6);
    }

    @Test
    void picturesThatMovedAreFoundWhereTheUserSays() throws Exception {
        train("--steps", "2", "--json").json();
        JsonNode before = cli.run("evaluate", "run", "--json").json().path("test");
        Files.move(folder.resolve("shapes"), folder.resolve("moved"));
        for (String[] words : new String[][] {{"train", "--resume", "run", "--steps", "3"}, {"evaluate", "run"},
            {"explain", "run"}}) {
            assertThat(cli.run(words).error()).as(words[0])
                    .contains("the pictures of this run lay in ", "shapes and are not there: add --images DIR");
        }
        Cli.Output evaluated = cli.run("evaluate", "run", "--images", "moved", "--json");
        assertThat(evaluated.json().path("test")).isEqualTo(before);
        assertThat(evaluated.err()).contains("are those of the run: taking what was held out");
        assertThat(cli.run("explain", "run", "--images", "moved", "--json").json().path("test").path("count"))
                .isEqualTo(before.path("count"));
        Path one = folder.resolve("moved/discs/0.png");
        Files.move(one, folder.resolve("0.png"));
        assertThat(cli.run("train", "--resume", "run", "--images", "moved", "--steps", "3").error())
                .contains("moved are others than those that this run began with");
        Files.move(folder.resolve("0.png"), one);
        assertThat(cli.run("train", "--resume", "run", "--test", "moved").error())
                .contains("no test pictures of its own");
        assertThat(cli.run("train", "--resume", "run", "--images", "moved", "--size", "8").error())
                .contains("--size cannot change in mid-training");
        cli.run("train", "--resume", "run", "--images", "moved", "--steps", "3", "--json").json();
        assertThat(settings().path("images").path("path").stringValue()).isEqualTo(folder.resolve("moved").toString());
        cli.run("train", "--resume", "run", "--steps", "4", "--json").json();
        Files.move(folder.resolve("moved"), folder.resolve("shapes"));
        cli.run("train", "--images", "shapes", "--out", "still", "--size", "16", "--batch", "8", "--steps", "2",
                "--json")
                .json();
        cli.run("train", "--resume", "still", "--steps", "3", "--json").json();
        cli.run("train", "--resume", "still", "--steps", "4", "--json").json();
        assertThat(folder.resolve("run/model.safetensors"))
                .as("the moved run came to the same").hasSameBinaryContentAs(folder.resolve("still/model.safetensors"));
    }

    @Test
    void howPicturesAreFittedIsKeptInTheRunAndInTheModel() throws Exception {
        Cli.Output trained = train("--fit", "pad", "--steps", "1");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out())
                .containsPattern("of\\s+other\\s+aspects\\s+the\\s+whole\\s+is\\s+seen,\\s+with\\s+a\\s+border");
        assertThat(settings().path("images").path("fit").stringValue()).isEqualTo("pad");
        assertThat(cli.run("train", "--resume", "run", "--steps", "2").code()).isZero();

        Path file = folder.resolve("run/model.safetensors");
        Model model = Model.load(file);
        Dataset padded = ImageFolder.of(folder.resolve("shapes")).read(model.picture(), Fitting.PAD).complete();
        Dataset cut = ImageFolder.of(folder.resolve("shapes")).read(model.picture()).complete();
        double loss = model.evaluate(padded).score().loss();
        assertThat(loss).isNotEqualTo(model.evaluate(cut).score().loss());
        Files.copy(file, folder.resolve("lone.safetensors"));
        JsonNode evaluated = cli.run("evaluate", "lone.safetensors", "--images", "shapes", "--json").json();
        assertThat(evaluated.path("test").path("loss").doubleValue()).isEqualTo(loss, within(1e-6));
        OwnPictures.in(folder.resolve("others"), 2);
        assertThat(cli.run("evaluate", "run", "--images", "others", "--json").json().path("test"))
                .isEqualTo(cli.run("evaluate", "lone.safetensors", "--images", "others", "--json").json().path("test"));

        Path picture = folder.resolve("shapes/discs/1.jpg");
        Prediction said = model.predict(Images.read(picture, model.picture(), Fitting.PAD));
        assertThat(said.probability()).isNotEqualTo(model.predict(Images.read(picture, model.picture())).probability());
        JsonNode top = cli.run("predict", "lone.safetensors", "shapes/discs/1.jpg", "--json").json()
                .path("predictions").path(0).path("top").path(0);
        assertThat(top.path("probability").doubleValue()).isEqualTo(said.probability(), within(1e-6));
        JsonNode explained = cli.run("explain", "run", "shapes/discs/1.jpg", "--json").json();
        assertThat(explained.path("probability").doubleValue()).isEqualTo(said.probability(), within(1e-6));
    }

    private JsonNode settings() throws Exception {
        return new JsonMapper().readTree(Files.readString(folder.resolve("run/run.json")));
    }

    @Test
    void aRunThatDoesNotSayHowPicturesAreFittedCutThem() throws Exception {
        assertThat(train("--steps", "1").code()).isZero();
        JsonNode before = cli.run("evaluate", "run", "--json").json();
        ObjectNode settings = (ObjectNode) settings();
        assertThat(((ObjectNode) settings.path("images")).remove("fit").stringValue()).isEqualTo("crop");
        Files.writeString(folder.resolve("run/run.json"), settings.toString());
        assertThat(cli.run("evaluate", "run", "--json").json()).isEqualTo(before);
        assertThat(cli.run("train", "--resume", "run", "--steps", "2").code()).isZero();
        ((ObjectNode) settings.path("images")).put("fit", "squash");
        Files.writeString(folder.resolve("run/run.json"), settings.toString());
        assertThat(cli.run("evaluate", "run").error()).contains("cannot read the settings", "got as fit: \"squash\"");
    }

    @Test
    void goesOnWhereItEndedBitForBit() throws Exception {
        assertThat(train("--epochs", "2").code()).isZero();
        byte[] whole = Files.readAllBytes(folder.resolve("run/model.safetensors"));
        Files.move(folder.resolve("run"), folder.resolve("whole"));
        Cli.Output cut = cli.with(stop -> {
                    stop.run();
                    return () -> {};
                })
                .run("train", "--images", "shapes", "--out", "run", "--size", "16", "--batch", "8", "--epochs", "2");
        assertThat(cut.code()).isEqualTo(130);
        Cli.Output resumed = cli.run("train", "--resume", "run");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("run/model.safetensors")), whole)).isTrue();
    }

    @Test
    void aRunWhosePicturesChangedIsRefused() throws Exception {
        assertThat(train("--steps", "1").code()).isZero();
        Files.delete(folder.resolve("shapes/discs/0.png"));
        String error = cli.run("evaluate", "run").error();
        assertThat(error).contains("are others than when this run began", "train anew");
        assertThat(cli.run("train", "--resume", "run", "--steps", "2").error()).isEqualTo(error);
    }

    @Test
    void aPictureThatBreaksLaterIsTheOnlyOneThatGoes() throws Exception {
        assertThat(train("--steps", "1", "--skip-broken").code()).isZero();
        Files.writeString(folder.resolve("shapes/discs/1.jpg"), "broken");
        Cli.Output output = cli.run("evaluate", "run");
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out()).contains("Skipping 1 that cannot be read:").containsPattern("on [89] test images");
    }

    @Test
    void testPicturesOfTheirOwnNeedNoTrainingPicturesAndNotAllClasses() throws Exception {
        OwnPictures.in(folder.resolve("others"), 2);
        move("others/crosses", "away/crosses");
        move("others/stripes", "away/stripes");
        Files.writeString(folder.resolve("others/discs/notes.txt"), "");
        Cli.Output trained = train("--test", "others", "--steps", "1");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("Left out in others: files that are no pictures: notes.txt", "48 train, 2 test");

        Files.copy(folder.resolve("shapes/discs/0.png"), folder.resolve("shapes/discs/new.png"));
        assertThat(cli.run("evaluate", "run").out())
                .contains("Reading 2 pictures in ").doesNotContain("others than when", "Reading 49");
        Files.copy(folder.resolve("shapes/discs/0.png"), folder.resolve("others/discs/new.png"));
        assertThat(cli.run("evaluate", "run").out())
                .contains("others are others than when this run began", "on 3 test images");
        move("away/crosses", "others/circles");
        Cli.Output unknown = cli.run(
                "train", "--images", "shapes", "--test", "others", "--size", "16", "--steps", "1", "--out", "second");
        assertThat(unknown.error()).contains("the class circles is not among those that are known");
        assertThat(folder.resolve("second")).doesNotExist();
    }

    private void move(String from, String to) throws Exception {
        Files.createDirectories(folder.resolve(to).getParent());
        Files.move(folder.resolve(from), folder.resolve(to));
    }

    @Test
    void twoTrainingPicturesAreEnough() throws Exception {
        Files.writeString(folder.resolve("two.csv"), "shapes/discs/0.png,discs\nshapes/crosses/0.png,crosses\n");
        Cli.Output output = cli.run(
                "train", "--images", "two.csv", "--test", "two.csv", "--size", "16", "--steps", "1", "--out", "run");
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.out()).contains("Test: ").doesNotContain("For comparison");
    }

    @Test
    void csvFilesAndTestPicturesOfTheirOwn() throws Exception {
        OwnPictures.in(folder.resolve("others"), 2);
        StringBuilder csv = new StringBuilder("path,label\n");
        for (String label : OwnPictures.CLASSES) {
            for (int i = 0; i < 4; i++) {
                csv.append("shapes/").append(label).append('/').append(i).append('.')
                        .append(new String[] {"png", "jpg", "gif", "bmp"}[i]).append(",\"").append(label)
                        .append("\"\n");
            }
        }
        Files.writeString(folder.resolve("list.csv"), csv);
        JsonNode json = cli.run(
                        "train", "--images", "list.csv", "--test", "others", "--size", "16", "--steps", "2", "--out",
                        "run", "--augment", "none", "--json")
                .json();
        assertThat(json.path("test").path("count").intValue()).isEqualTo(6);
        assertThat(cli.run("evaluate", "run", "--json").json().path("test").path("count").intValue()).isEqualTo(6);
    }

    @Test
    void aModelIsMeasuredOnOtherPicturesToo() throws Exception {
        assertThat(train("--steps", "1").code()).isZero();
        OwnPictures.in(folder.resolve("others"), 2).withTwoBroken();
        Files.copy(folder.resolve("run/model.safetensors"), folder.resolve("lone.safetensors"));
        Cli.Output refused = cli.run("evaluate", "run", "--images", "others");
        assertThat(refused.error()).contains("2 of 8 pictures in ", "or add --skip-broken");
        Cli.Output output = cli.run("evaluate", "run", "--images", "others", "--skip-broken");
        assertThat(output.out()).contains("Skipping 2 that cannot be read:", "on 6 pictures of others, ", "Test: ");
        JsonNode run = cli.run("evaluate", "run", "--images", "others", "--skip-broken", "--json").json();
        JsonNode lone = cli.run("evaluate", "lone.safetensors", "--images", "others", "--skip-broken", "--json").json();
        assertThat(run.path("images").stringValue()).isEqualTo("others");
        assertThat(lone.path("test")).isEqualTo(run.path("test"));

        JsonNode details = cli.run("evaluate", "run", "--images", "others", "--skip-broken", "--details", "--json")
                .json();
        long found = 0;
        for (int k = 0; k < 3; k++) {
            assertThat(details.path("classes").path(k).path("label").stringValue())
                    .isEqualTo(OwnPictures.CLASSES.get(k));
            assertThat(details.path("classes").path(k).path("count").longValue()).isEqualTo(2);
            found += details.path("classes").path(k).path("said").path(k).longValue();
        }
        assertThat(found).isEqualTo(run.path("test").path("correct").longValue());
        assertThat(details.path("mistakes").size()).isEqualTo(6 - (int) found).isPositive();
        String mistaken = details.path("mistakes").path(0).path("image").stringValue();
        assertThat(Path.of(mistaken)).exists();
        assertThat(cli.run("evaluate", "run", "--images", "others", "--skip-broken", "--details").out())
                .contains("Right where said", "Mistakes, the surest first:", mistaken + ": ");

        Files.delete(folder.resolve("others/discs/cut.png"));
        Files.delete(folder.resolve("others/stripes/text.jpg"));
        assertThat(cli.run("evaluate", "run", "--images", "others", "--json").json().path("test"))
                .isEqualTo(run.path("test"));
        move("others/crosses", "others/circles");
        assertThat(cli.run("evaluate", "run", "--images", "others").error())
                .contains("the class circles is not among those that are known");
        assertThat(cli.run("evaluate", "run", "--images", "others", "--recipe", "digits").error())
                .contains("--images names the pictures to measure on: got --recipe too");
        assertThat(cli.run("evaluate", "run", "--skip-broken").error())
                .contains("--skip-broken goes with --images DIR");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--images nowhere | 1 | no .*nowhere: expected a folder with one folder of pictures a class, or a CSV file.*",
        "--images shapes --model resnet21 | 2 | no architecture is named resnet21 \\(did you mean resnet20\\?\\);"
                + " there are .*",
        "--images shapes --size 0 | 2 | --size must be at least 1: got 0",
        "--images shapes --size 100000 | 2 | --size must be at most 4,096: got 100,000",
        "--images shapes --fit padd | 2 | --fit must be one of crop, pad, stretch: got padd \\(did you mean pad\\?\\)",
        "--fit pad | 2 | --fit goes with --images DIR: got no --images",
        "--images shapes --hold-out 1 | 2 | --hold-out must be above 0 and below 1: got 1.0",
        "--images shapes --test shapes --hold-out .1 | 2 | --test names the pictures to measure on: got --hold-out"
                + " too.*",
        "--images shapes --augment rotte | 2 | no augmentation is named rotte \\(did you mean rotate\\?\\); there"
                + " are .*",
        "--images shapes --augment rotate=x | 2 | expected numbers after rotate=, such as rotate=0.5,2: got x",
        "--images shapes --augment rotate=1,2 | 2 | rotate takes DEGREES: got .*; expected rotate=DEGREES",
        "--images shapes --augment center-crop | 2 | augmentations must keep the size of pictures: got .*",
        "--images shapes --augment mixup | 2 | mixup mixes whole batches: expected one that changes pictures one by"
                + " one.*",
        "--images shapes mnist-lenet-adam | 2 | --images trains on pictures: got the recipe mnist-lenet-adam too.*",
        "--images shapes --data x | 2 | --images trains on pictures: got --data or --download too.*",
        "--images shapes --resume run | 1 | no run in .*",
        "--model resnet20 | 2 | --model goes with --images DIR or --data-set NAME: got neither",
        "--skip-broken | 2 | --skip-broken goes with --images DIR: got no --images"
    })
    void wrongUsageIsSaidInOneLine(String options, int code, String message) {
        String[] args = ("train " + options).split(" ");
        Cli.Output output = cli.run(args);
        assertThat(output.error()).matches("fovea: " + message);
        assertThat(output.code()).isEqualTo(code);
        assertThat(folder.resolve("runs")).doesNotExist();
    }
}
