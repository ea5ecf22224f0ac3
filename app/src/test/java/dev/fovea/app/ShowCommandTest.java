package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.app.console.ExitCode;
import dev.fovea.app.page.TextPage;
import dev.fovea.backend.Backends;
import dev.fovea.drawing.Pixels;
import dev.fovea.explain.example.Examples;
import dev.fovea.explain.example.SlidingWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ShowCommandTest {
    @TempDir
    private Path folder;

    private String page(String... words) {
        Cli.Output output = Cli.in(folder)
                .run(Stream.concat(Stream.of("show"), Stream.of(words)).toArray(String[]::new));
        assertThat(output.code()).as(output.err()).isZero();
        assertThat(output.err()).isEmpty();
        return output.out();
    }

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"((?!data:)[^\"#]+)\"");
    private static final List<String> TRAINED = List.of("vanishing", "regularisation", "weakness", "series");

    /// Those that are there at once.
    static List<String> plain() {
        return Examples.all().stream().map(Examples.Entry::id).filter(id -> !TRAINED.contains(id)).toList();
    }

    @Test
    void listsItsExamples() {
        JsonNode json = Cli.in(folder).run("show", "--json").json();

        assertThat(json.path("examples").valueStream().map(one -> one.path("name").asString()))
                .containsExactly(
                        "image", "shapes", "neuron", "xo", "convolution", "pooling", "parameters", "connections",
                        "receptive-field", "activation", "softmax", "graph", "descent", "backprop", "vanishing",
                        "normalisation", "regularisation", "dropout", "weakness", "series", "history", "words",
                        "batchnorm");
        assertThat(page()).contains("xo ", "batchnorm ");
    }

    @ParameterizedTest
    @MethodSource("plain")
    void pagesFitATerminalAndHoldNoEscapesOutsideOne(String example) throws IOException {
        String page = page(example, "--out", "pictures");

        assertThat(page).doesNotContain("\u001B", "NaN", "\u00A0");
        assertThat(page.lines().filter(line -> !line.startsWith("Wrote "))).allMatch(line -> line.length() <= 80);
        try (Stream<Path> files = Files.list(folder.resolve("pictures"))) {
            assertThat(files).isNotEmpty().allMatch(file -> page.contains(file.getFileName().toString()));
        }
    }

    @ParameterizedTest
    @MethodSource("plain")
    void eachIsOneLineOfJson(String example) {
        JsonNode json = Cli.in(folder).run("show", example, "--json", "--out", "p").json();

        assertThat(json.path("title").asString()).isNotEmpty();
        assertThat(json.path("files").valueStream()).isNotEmpty();
    }

    @Test
    void whatIsNoFiniteNumberIsNullInJson() {
        JsonNode large = Cli.in(folder).run("show", "softmax", "--json").json().path("large");

        assertThat(large.path("powers").toString()).isEqualTo("[null,null,null]");
        assertThat(large.path("shifted").toString()).isEqualTo("[0.0,-1.0,-2.0]");
    }

    @ParameterizedTest
    @FieldSource("TRAINED")
    void whatIsTrainedFitsATerminalToo(String example) {
        String page = page(example);

        assertThat(page).doesNotContain("\u001B", "NaN", "\u00A0");
        assertThat(page.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void theFirstRowOfTheMapIsPrinted() {
        assertThat(page("xo")).contains(
                ".78 −.11  .11  .33  .56 −.11  .33", "1.00  .33  .56  .33", "1, 4, 5, 10 and 11", "2, 3, 9 and 12",
                "= 4.56,  / 5 = .912 for X", "/ 4 = .5175 for O");
    }

    @Test
    void theWindowOfEachStepIsMarked() {
        assertThat(page("convolution")).contains("  [1 2]3 ", "   1[2 3] ", "   7[8 9]", "    −6  −8\n   −12 −14\n");
    }

    @Test
    void aTerminalGetsTheWindowInReverse() {
        var example = SlidingWindow.of(SlidingWindow.Setting.usual(), Backends.shared());

        String coloured = new TextPage(true).of(example);

        assertThat(coloured).contains("[\u001B[7m1\u001B[0m \u001B[7m2\u001B[0m]");
        assertThat(coloured.replaceAll("\u001B\\[\\d+m", "")).isEqualTo(new TextPage(false).of(example));
    }

    @Test
    void otherConvolutionsCanBeTried() {
        JsonNode json = Cli.in(folder)
                .run("show", "convolution", "--image", "1,2;3,4", "--kernel=1", "--padding", "1", "--fill", "5",
                        "--stride", "3", "--json")
                .json();

        assertThat(json.path("padded").toString())
                .isEqualTo("[[5.0,5.0,5.0,5.0],[5.0,1.0,2.0,5.0],[5.0,3.0,4.0,5.0],[5.0,5.0,5.0,5.0]]");
        assertThat(json.path("result").toString()).isEqualTo("[[5.0,5.0],[5.0,5.0]]");
        assertThat(json.path("setting").path("padding").asString()).isEqualTo("(1, 1, 1, 1)");
    }

    /// By hand: a white stroke one pixel wide on black; 255 · 8 and 255 · −3 beside it, plus the bias.
    @Test
    void aPicturesContoursComeOut() {
        int white = 0xFFFFFF;
        new Pixels(5, 3, new int[] {0, 0, white, 0, 0, 0, 0, white, 0, 0, 0, 0, white, 0, 0})
                .write(folder.resolve("line.png"));

        JsonNode json = Cli.in(folder)
                .run("show", "convolution", "line.png", "--kernel", "edges", "--bias", "1", "--json", "--out", "p")
                .json();

        assertThat(json.path("result").toString()).isEqualTo("[[-764.0,1531.0,-764.0]]");
        assertThat(json.path("files").valueStream().map(JsonNode::asString))
                .containsExactly("p/convolution-output.png", "p/convolution-beside.svg");
        assertThat(page("convolution", "line.png", "--kernel=sobel-x"))
                .contains("b + Σ w · x = 0 + 1020 = 1020", "3 numbers from −1020 to 1020");
    }

    @Test
    void aChannelOfAPictureIsSeen() {
        new Pixels(3, 1, new int[] {0x102030, 0x405060, 0x708090}).write(folder.resolve("row.png"));

        for (String[] channel : new String[][] {
            {"red", "16.0,64.0,112.0"}, {"green", "32.0,80.0,128.0"}, {"blue", "48.0,96.0,144.0"},
            {"grey", "32.0,80.0,128.0"}}) {
            JsonNode json = Cli.in(folder)
                    .run("show", "convolution", "row.png", "--kernel=1", "--channel", channel[0], "--json")
                    .json();
            assertThat(json.path("result").toString()).as(channel[0]).isEqualTo("[[" + channel[1] + "]]");
        }
    }

    @Test
    void theBiasStandsInTheSum() {
        assertThat(page("convolution", "--bias=2.5"))
                .contains("b + Σ w · x = 2.50 − 6 = −3.50", " −3.50  −5.50\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --image=1,2;3      | expects rows of one length: got 2 numbers in row 1 and 1 in row 2
            --kernel=a         | such as "1,2;3,4": got 'a'
            --kernel=edge      | edges, sharpen, blur, sobel-x, sobel-y, emboss, or takes rows
            --bias=NaN         | --bias expects a number: got NaN
            --channel=red      | add the picture's FILE
            --image=NaN        | such as "1,2;3,4": got 'NaN'
            --padding=most     | got most
            --stride=0         | --stride must be at least 1: got 0
            --fill=2           | got --padding VALID, which has none
            --kernel=1,2,3,4   | a window of 1×4
            --padding=99       | at most 12 rows and columns: got 201×201; lower --padding
            --fill=NaN         | --fill expects a number: got NaN
            """)
    void whatCannotBeConvolvedIsRefusedInOneLine(String option, String expected) {
        Cli.Output output = Cli.in(folder).run("show", "convolution", option);

        assertThat(output.code()).isIn(ExitCode.MISUSED, ExitCode.FAILED);
        assertThat(output.error()).contains(expected);
    }

    @Test
    void aWideMatrixIsBrokenIntoParts() {
        String row = "1000.25,2,3,4,5,6,7,8,9,10,11,12";
        String page = page("convolution", "--image", row + ";" + row, "--kernel=1,1;1,1", "--stride", "8");

        assertThat(page.lines()).allMatch(line -> line.length() <= 80);
        assertThat(page).contains("image, columns 1 to 9", "image, columns 10 to 12");
        // The window of step 2 lies across the break.
        assertThat(page.lines().filter(line -> line.endsWith("8.00[   9.00]"))).hasSize(2);
        assertThat(page.lines().filter(line -> line.startsWith("  [10.00]11.00 12.00"))).hasSize(2);
    }

    @Test
    void jsonStandsBehindTheExample() {
        assertThat(Cli.in(folder).run("show", "--json", "xo").error())
                .isEqualTo("fovea: --json goes behind the example: fovea show xo --json");
    }

    @Test
    void anyPictureIsRead() {
        new Pixels(2, 1, new int[] {0xFF8000, 0x000010}).write(folder.resolve("two.png"));

        JsonNode json = Cli.in(folder).run("show", "image", "two.png", "--json").json();

        assertThat(json.path("planes").valueStream().map(plane -> plane.path("levels").toString()))
                .containsExactly("[[255.0,0.0]]", "[[128.0,0.0]]", "[[0.0,16.0]]");
        assertThat(Cli.in(folder).run("show", "image", "none.png").error()).contains("none.png: expected an image");
    }

    @Test
    void batchNormIsShownOnARun() {
        Cli cli = Cli.in(folder);
        cli.train("run", "digits-bn").json();

        JsonNode json = cli.run("show", "batchnorm", "run", "--json", "--out", "p").json();

        assertThat(json.path("images").intValue()).isEqualTo(1_797);
        assertThat(json.path("leftOver").floatValue()).isZero();
        assertThat(json.path("shown").path(0).path("running").path("label").asString()).isNotEmpty();
        assertThat(json.path("files").valueStream().map(JsonNode::asString))
                .containsExactly("p/batchnorm-pictures.svg", "p/batchnorm.svg");
        cli.train("plain", "digits").json();
        assertThat(cli.run("show", "batchnorm", "plain").error()).contains("expected one with BatchNorm");
    }

    @Test
    void theGraphIsWrittenForTensorBoard() throws IOException {
        page("graph", "--out", "p");

        try (Stream<Path> files = Files.list(folder.resolve("p/tensorboard"))) {
            Path file = files.findFirst().orElseThrow();
            assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.");
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(text).contains("brain.Event:2", "cos", "sin", "mult", "div", "add", "VariableV2");
        }
    }

    @Test
    void anExampleIsWrittenAsAPageWithWhatItNeeds() throws IOException {
        String page = page("convolution", "--kernel", "1,0;0,1", "--html", "h");

        assertThat(page).contains("Wrote the page; open h/convolution.html");
        String html = Files.readString(folder.resolve("h/convolution.html"));
        assertThat(html).contains("<td>6</td><td>8</td>", "<td>12</td><td>14</td>")
                .contains("\"output\":[[6.0,8.0],[12.0,14.0]]")
                .doesNotContain("<nav", "index.html");
        for (String link : LINK.matcher(html).results().map(found -> found.group(1)).toList()) {
            assertThat(folder.resolve("h").resolve(link)).as(link).isNotEmptyFile();
        }
        JsonNode json = Cli.in(folder).run("show", "history", "--html", "h", "--json").json();
        assertThat(json.path("page").asString()).isEqualTo("h/history.html");
        assertThat(Files.readString(folder.resolve("h/history.html"))).doesNotContain("preact");
    }

    /// One page for each example, batch norm's too, whose numbers are those of the terminal.
    @Test
    void allExamplesAreWrittenAsPages() throws IOException {
        JsonNode json = Cli.in(folder).run("show", "--html", "site", "--json").json();

        assertThat(json.path("page").asString()).isEqualTo("site/index.html");
        for (String example : Stream.concat(Examples.all().stream().map(Examples.Entry::id), Stream.of("batchnorm"))
                .toList()) {
            assertThat(folder.resolve("site/" + example + ".html")).as(example).isNotEmptyFile();
        }
        String page = page("batchnorm").replaceAll("\\s+", " ");
        String share = page.replaceAll(".*one at a time, running statistics ([\\d,]+) .*", "$1");
        assertThat(share).hasSizeLessThan(6);
        assertThat(Files.readString(folder.resolve("site/batchnorm.html"))).contains(">" + share + "</td>");
        assertThat(Files.readString(folder.resolve("site/normalisation.html"))).contains("href=\"batchnorm.html\"");
    }

    @Test
    void whatIsForAllExamplesStandsNotBeforeOne() throws IOException {
        assertThat(Cli.in(folder).run("show", "--html", "h", "graph").error())
                .contains("--html goes behind the example: fovea show graph --html DIR");
        Files.writeString(folder.resolve("taken"), "");
        assertThat(Cli.in(folder).run("show", "graph", "--html", "taken").error()).contains("choose another --html");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws IOException {
        Files.writeString(folder.resolve("taken"), "");

        assertThat(Cli.in(folder).run("show", "graph", "--out", "taken").error()).contains("choose another --out");
    }
}
