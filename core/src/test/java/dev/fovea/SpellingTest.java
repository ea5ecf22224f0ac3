package dev.fovea;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Comments and pages are spelt the British way, see CONTRIBUTING. Titles stand in quotation marks, code in backticks:
/// they are as they are.
class SpellingTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern AMERICAN = Pattern.compile("(?<![-\\w])("
            + "(color|behavior|neighbor|favor|honor|flavor)(s|ed|ing|ful|hood)?|gray|grayscale|center(s|ed|ing)?"
            + "|(normal|standard|penal|initial|optim|recogn|summar|organ|vector|minim|maxim|parallel|general|special"
            + "|regular|random|final|visual|custom|categor|util)iz(e|es|ed|ing|ation|ations)"
            + "|analyz(e|es|ed|ing)|(label|model|cancel|travel)(ed|ing)|fulfill|skillful"
            + ")(?![-\\w]|\\.\\w)", Pattern.CASE_INSENSITIVE);
    private static final Pattern AS_THEY_ARE =
            Pattern.compile("\"[^\"]{0,400}\"|`[^`]*`|\\]\\([^)]*\\)|Lavin and Gray");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*///? ?(.*)$");

    @Test
    void commentsAndPagesAreSpeltTheBritishWay() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            american(file.toString().endsWith(".md") ? text : comments(text)).forEach(word ->
                    found.add(ROOT.relativize(file) + ": " + word));
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"The color is kept.", "Each row is\nnormalized.", "Centered at 0", "the model's behavior"})
    void findsAmericanSpelling(String text) {
        assertThat(american(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "The colour is kept.", "an optimizer and its initializers", "\"Color\nuniversal design\", 2008",
        "`standardize` does it", "set NO_COLOR, see no-color.org", "center-crop"
    })
    void leavesTermsTitlesAndCodeAsTheyAre(String text) {
        assertThat(american(text)).isEmpty();
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(files(ROOT, 2, ".*\\.md"));
        files.addAll(files(ROOT.resolve("docs/decisions"), 1, ".*\\.md"));
        for (Path module : files(ROOT, 2, ".*pom\\.xml")) {
            Path source = module.resolveSibling("src");
            files.addAll(Files.isDirectory(source) ? files(source, Integer.MAX_VALUE, ".*\\.java") : List.of());
        }
        assertThat(files).hasSizeGreaterThan(500);
        return files;
    }

    private static List<Path> files(Path folder, int depth, String name) throws IOException {
        try (Stream<Path> inside = Files.find(folder, depth, (file, _) -> file.toString().matches(name))) {
            return inside.toList();
        }
    }

    private static String comments(String source) {
        StringBuilder comments = new StringBuilder();
        Matcher matcher = COMMENT.matcher(source);
        while (matcher.find()) {
            comments.append(matcher.group(1)).append('\n');
        }
        return comments.toString();
    }

    private static List<String> american(String text) {
        String words = AS_THEY_ARE.matcher(text).replaceAll("");
        return AMERICAN.matcher(words).results().map(MatchResult::group).toList();
    }
}
