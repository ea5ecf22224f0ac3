package dev.fovea.app.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmFlagsTest {
    private static final Pattern OPTION = Pattern.compile("-X[a-zA-Z]+[:a-zA-Z0-9+=][a-zA-Z0-9+=,*:]*");
    private static final Pattern MODULE = Pattern.compile("--add-(?:exports|modules) [a-zA-Z./=-]+");

    /// Those of cmd's lack only what Windows lacks.
    @ParameterizedTest
    @ValueSource(strings = {"fovea", "fovea.cmd"})
    void areThoseOfTheScript(String script) throws IOException {
        String text = Files.readString(Path.of("..", script));
        List<String> lines = text.lines()
                .filter(line -> line.contains("flags=") || line.contains("vector="))
                .toList();
        assertThat(lines).isNotEmpty();
        TreeSet<String> scripts = found(String.join("\n", lines));

        TreeSet<String> ours = found(String.join(" ", JvmFlags.of(25)) + " " + String.join(" ", JvmFlags.of(26)));

        // Whether large pages are asked for depends on the machine.
        String pages = "-XX:+UseTransparentHugePages";
        scripts.remove(pages);
        ours.remove(pages);
        assertThat(ours).containsExactlyElementsOf(scripts).hasSizeGreaterThan(8);
    }

    private static TreeSet<String> found(String text) {
        TreeSet<String> found = new TreeSet<>();
        OPTION.matcher(text).results().map(MatchResult::group).forEach(found::add);
        MODULE.matcher(text).results().map(MatchResult::group).forEach(found::add);
        return found;
    }
}
