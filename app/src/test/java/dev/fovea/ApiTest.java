package dev.fovea;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/api.md, held against the class files: what becomes public, and for whom, is a decision.
class ApiTest {
    private static final Path PAGE = Path.of("..", "docs", "api.md");
    private static final String ROOT = "dev.fovea.";
    private static final String OURS = "\n## For Fovea's own modules";
    private static final Pattern ROW = Pattern.compile("^- `([a-z.]+)`: (.+)$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static Set<String> listed(String section) {
        return ROW.matcher(section).results().flatMap(ApiTest::types).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> types(MatchResult row) {
        return NAME.matcher(row.group(2)).results().map(name -> row.group(1) + "." + name.group(1));
    }

    private static Set<String> found() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.fovea")
                .stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .map(name -> name.substring(ROOT.length()))
                .filter(name -> !name.startsWith("app.") && !name.contains(".wire."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPublicTypeIsListedOnce() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> applications = listed(page.substring(0, page.indexOf(OURS)));
        Set<String> ours = listed(page.substring(page.indexOf(OURS)));

        assertThat(applications).doesNotContainAnyElementsOf(ours);
        Set<String> missing = found();
        missing.removeAll(applications);
        missing.removeAll(ours);
        assertThat(missing).as("public types that %s does not list: let them be seen in their package alone, or add"
                + " them under \"For applications\" if users write their name, else below", PAGE).isEmpty();
        Set<String> gone = new TreeSet<>(applications);
        gone.addAll(ours);
        gone.removeAll(found());
        assertThat(gone).as("types of %s that are not there or not public", PAGE).isEmpty();
        assertThat(ROW.matcher(page).results().flatMap(ApiTest::types).toList()).doesNotHaveDuplicates();
    }

    /// Whoever reads a package's description learns that it is not meant for applications.
    @Test
    void packagesThatHoldNothingForApplicationsSaySo() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> open = packages(page.substring(0, page.indexOf(OURS)));
        for (String name : packages(page.substring(page.indexOf(OURS)))) {
            String module = Files.isDirectory(Path.of("..", name.split("\\.")[0])) ? name.split("\\.")[0] : "core";
            Path description = Path.of("..", module, "src", "main", "java", "dev", "fovea")
                    .resolve(name.replace('.', '/'))
                    .resolve("package-info.java");
            assertThat(Files.readString(description).contains("\n/// Internal: ")).as(name)
                    .isEqualTo(!open.contains(name));
        }
    }

    private static Set<String> packages(String section) {
        return ROW.matcher(section).results().map(row -> row.group(1)).collect(Collectors.toSet());
    }
}
