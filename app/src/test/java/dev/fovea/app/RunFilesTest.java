package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.app.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Damaged files of a run are named, with what is wrong in words of our own, before anything costs time.
class RunFilesTest {
    private static final String[] INTERNALS = {"Input length", "REDACTED", "Stream", "Nesting", "()", "jackson", "Json",
        "Source:", "java.", "unexpected"};

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void train() {
        OwnPictures.in(folder.resolve("shapes"), 3);
        cli = Cli.in(folder);
        Cli.Output trained = cli.run(
                "train", "--images", "shapes", "--out", "run", "--size", "16", "--batch", "8", "--steps", "1");
        assertThat(trained.code()).as(trained.err()).isZero();
    }

    private String refused(String file, String... words) {
        Cli.Output output = cli.run(words);
        assertThat(output.code()).as(output.err()).isEqualTo(ExitCode.FAILED);
        assertThat(output.error()).contains(folder.resolve("run").resolve(file) + ": ").doesNotContain(INTERNALS);
        assertThat(output.out()).doesNotContain("Reading");
        return output.error();
    }

    @Test
    void damageIsSaidInWordsOfOurOwn() throws IOException {
        for (String file : List.of("result.json", "run.json")) {
            Path path = folder.resolve("run").resolve(file);
            byte[] whole = Files.readAllBytes(path);
            String[] words = {"train", "--resume", "run", "--steps", "1"};

            byte[] bad = "{\"version\":1,\n \"id\":\"a?\"}".getBytes(StandardCharsets.US_ASCII);
            bad[new String(bad, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xFF;
            Files.write(path, bad);
            assertThat(refused(file, words)).contains("expected UTF-8: got the byte 0xFF at line 2, column 9");
            Files.write(path, new byte[] {'"', (byte) 0xC3});
            assertThat(refused(file, words)).contains("expected UTF-8: got the byte 0xC3 at line 1, column 2");
            Files.write(path, java.util.Arrays.copyOf(whole, whole.length / 2));
            assertThat(refused(file, words))
                    .containsPattern("expected JSON: it ends too early at line 1, column [0-9]+; ");
            Files.writeString(path, "[".repeat(600) + "]".repeat(600));
            assertThat(refused(file, words)).contains("at most 500 levels of lists and objects: got more");
            Files.writeString(path, "[" + "1".repeat(5000) + "]");
            assertThat(refused(file, words)).contains("a number of more than 1000 characters");
            Files.writeString(path, "{\"version\":1,\"version\":1}");
            assertThat(refused(file, words)).contains("each name once").contains("\"version\" twice");
            Files.writeString(path, "");
            assertThat(refused(file, words)).contains("got none");
            Files.write(path, whole);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"share\":0.2 | \"share\":7 | got as share: 7",
        "\"share\":0.2 | \"share\":0 | got as share: 0",
        "\"share\":0.2 | \"share\":1e999 | got as share: ",
        "\"augment\":\\[[^\\]]*\\] | \"augment\":[\"rotate=1e99\"] | got as augment: [\"rotate=1e99\"]: ",
        "\"augment\":\\[[^\\]]*\\] | \"augment\":[\"rotte\"] | no augmentation is named"
                + " rotte",
        "\"augment\":\\[[^\\]]*\\] | \"augment\":[] , \"model\":\"resnet21\" | got as model: \"resnet21\"",
        "\"shape\":\\[16,16,3\\] | \"shape\":[16,16,4] | got as shape: [16,16,4]",
        "\"shape\":\\[16,16,3\\] | \"shape\":[0,16,3] | got as shape: [0,16,3]",
        "\"shape\":\\[16,16,3\\] | \"shape\":[16,100000,3] | got as shape: [16,100000,3]",
        "\"labels\":\\[\"crosses\",\"discs\" | \"labels\":[\"discs\",\"discs\" | got as labels: [\"discs\",\"discs\"",
        "\"batch\":8 | \"batch\":2000000000 | expected a whole number as batch: got 2000000000",
        "\"steps\":1 | \"steps\":1.5 | expected a whole number as steps: got 1.5",
        "\"recipe\":\"images\" | \"recipe\":\"imagine\" | no recipe is named imagine;",
        "\"recipe\":\"images\" | \"recipe\":\"digits\" | got the recipe digits with them",
        "\"id\":\"[^\"]*\" | \"id\":5 | expected a text as id: got 5",
        "\"kernels\":\\[ | \"kernels\":[5, | expected a list of texts as kernels: got [5,",
        "\"path\":\"[^\"]*\" | \"path\":\"a\\\\u0000b\" | expected a path as path: got \"a\\u0000b\"",
        "\"steps\":1 | \"steps\":1,\"rateScale\":-1 | got -1.0",
        "\"steps\":1 | \"steps\":1,\"newOption\":5 | knows no setting \"newOption\": a newer version of Fovea wrote it",
        "\"share\": | \"newer\":[],\"share\": | knows no setting \"newer\" of images: a newer"
                + " version of Fovea wrote it",
        "\"version\":1 | \"version\":2,\"other\":3 | knows no version 2: a newer version of Fovea"
                + " wrote it, take that one",
    })
    void aSettingThatIsWrongIsNamedBeforePicturesAreRead(String setting, String wrong, String message)
            throws IOException {
        Path file = folder.resolve("run/run.json");
        String settings = Files.readString(file);
        String changed = settings.replaceFirst(setting, wrong);
        assertThat(changed).isNotEqualTo(settings);
        Files.writeString(file, changed);
        for (String[] words : new String[][] {{"evaluate", "run"}, {"train", "--resume", "run", "--steps", "2"},
            {"summary", "run"}}) {
            assertThat(refused("run.json", words)).contains(message);
        }
    }
}
