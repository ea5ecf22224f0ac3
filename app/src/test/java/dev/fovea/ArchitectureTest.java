package dev.fovea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The tables of modules and packages in docs/architecture.md, held against the class files of all modules that the
/// command is made of, and against what their poms name.
class ArchitectureTest {
    private static final String ROOT = "dev.fovea.";
    private static final String VECTOR_API = "jdk.incubator.vector";
    private static final String VECTOR_KERNELS = "backend.cpu.vector";
    private static final String STARTER = "app.jar";
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final String MODULES = "## Modules";
    private static final List<String> PACKAGES = List.of("## Packages of `core`", "## Packages of the other modules");
    private static final Pattern OWN = Pattern.compile("<artifactId>fovea-(\\w+)</artifactId>");

    @Test
    void packagesImportOnlyWhatTheTableAllows() throws IOException {
        assertThat(violations(packages(Files.readString(PAGE)), fovea())).isEmpty();
    }

    @Test
    void everyPackageOfTheTableIsThere() throws IOException {
        List<String> found = fovea().stream().map(type -> shortName(type.getPackageName())).distinct().toList();
        assertThat(packages(Files.readString(PAGE))).allMatch(found::contains);
    }

    @Test
    void modulesDependOnlyOnRowsAbove() throws IOException {
        List<String> modules = rows(Files.readString(PAGE), MODULES);
        for (String module : modules) {
            List<String> used = OWN.matcher(Files.readString(Path.of("..", module, "pom.xml")))
                    .results()
                    .map(artifact -> artifact.group(1))
                    .filter(name -> !name.equals(module))
                    .toList();
            assertThat(modules.subList(0, modules.indexOf(module))).as(module).containsAll(used);
        }
    }

    /// A package lies in the module that its name begins with, in `core` if that is none.
    @Test
    void packagesLieInTheModuleOfTheirName() throws IOException {
        List<String> modules = rows(Files.readString(PAGE), MODULES);
        for (JavaClass type : fovea()) {
            String first = shortName(type.getPackageName()).split("\\.")[0];
            String module = modules.contains(first) ? first : "core";
            assertThat(type.getSource().orElseThrow().getUri().toString())
                    .containsPattern("/" + module + "/|/fovea-" + module + "-[^/]*\\.jar");
        }
    }

    /// A word means one thing: who reads it need not ask whose.
    @Test
    void noNameStandsTwice() throws IOException {
        Map<String, List<String>> places = new TreeMap<>();
        for (JavaClass type : fovea()) {
            boolean own = type.isTopLevelClass() && !type.getSimpleName().equals("package-info");
            if (own && !shortName(type.getPackageName()).endsWith(".wire")) {
                places.computeIfAbsent(type.getSimpleName(), _ -> new ArrayList<>()).add(type.getName());
            }
        }
        places.values().removeIf(names -> names.size() == 1);
        assertThat(places).isEmpty();
    }

    /// Options of the command and of Java are for `app` to name: what stands below throws with the figures.
    @Test
    void theEngineSpeaksNoWordsOfTheCommandLine() throws IOException {
        Pattern words = Pattern.compile(
                "\"(?:[^\"\\n]*[ (])?(?:--(?!add-modules|[a-z]+:)[a-z]|-Xmx|\\./fovea)[^\"\\n]*\"");
        List<String> found = new ArrayList<>();
        for (String module : List.of("core", "formats", "explain", "lab", "learn")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    words.matcher(Files.readString(file)).results()
                            .forEach(word -> found.add(file + ": " + word.group()));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /// Whoever has only an old Java reads what it says.
    @Test
    void theStarterOfTheOneJarKnowsNothingElse() {
        assertThat(fovea().stream()
                .filter(type -> shortName(type.getPackageName()).equals(STARTER))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
                .filter(name -> name.startsWith(ROOT) && !shortName(name).equals(STARTER)))
                .isEmpty();
    }

    @Test
    void tableOfThePageIsRead() throws IOException {
        assertThat(packages(Files.readString(PAGE)))
                .startsWith("text", "io", "tensor")
                .containsSubsequence(
                        "op", "graph", "backend.cpu", VECTOR_KERNELS, "nn", "data", "data.source", "model",
                        "lab.recipe", "app.command")
                .doesNotHaveDuplicates();
    }

    @Test
    void anUpwardImportIsFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(UsesTensor.class);

        assertThat(violations(List.of("", "tensor"), planted))
                .isNotEmpty()
                .allMatch(line -> line.contains("must not use tensor, a later row"));
        assertThat(violations(List.of("tensor", ""), planted)).isEmpty();
    }

    @Test
    void aPackageMissingFromTheTableIsFound() {
        JavaClasses tensor = new ClassFileImporter().importClasses(Shape.class);

        assertThat(violations(List.of("op"), tensor))
                .containsExactly("tensor is not in the package table of docs/architecture.md");
    }

    @Test
    void theVectorApiOutsideItsPackageIsFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(UsesVectorApi.class);

        assertThat(violations(List.of(""), planted))
                .isNotEmpty()
                .allMatch(line -> line.contains("must not use " + VECTOR_API));
    }

    /// Where C2 does not inline such a method, it allocates each vector.
    @Test
    void noMethodOfTheKernelsTakesOrReturnsAVector() {
        assertThat(passed(fovea())).isEmpty();
    }

    @Test
    void aVectorThatIsPassedIsFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(PassesVectors.class);

        assertThat(passed(planted)).hasSize(2).allMatch(line -> line.contains("PassesVectors"));
    }

    @Test
    void aPageWithoutTheTableIsAnError() {
        assertThatThrownBy(() -> packages("# Architecture\n\nno table\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Packages of `core`");
    }

    /// Breaks the order where the root package comes before `tensor`.
    private static final class UsesTensor {
        @SuppressWarnings("unused")
        private Shape planted;
    }

    /// Breaks the rule on the Vector API.
    private static final class UsesVectorApi {
        @SuppressWarnings("unused")
        private jdk.incubator.vector.FloatVector planted;
    }

    /// Breaks the rule on what kernels pass.
    @SuppressWarnings("unused")
    private static final class PassesVectors {
        static void takes(jdk.incubator.vector.VectorMask<Float> mask) {}

        static jdk.incubator.vector.@Nullable FloatVector returns() {
            return null;
        }
    }

    /// Methods that take or return something of the Vector API.
    private static List<String> passed(JavaClasses classes) {
        return classes.stream()
                .flatMap(of -> of.getMethods().stream())
                .filter(method -> Stream.concat(
                                Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .anyMatch(type -> type.getBaseComponentType().getPackageName().equals(VECTOR_API)))
                .map(JavaMethod::getFullName)
                .toList();
    }

    /// The packages of both tables, lowest first, without the common prefix.
    private static List<String> packages(String page) {
        return PACKAGES.stream().flatMap(heading -> rows(page, heading).stream()).toList();
    }

    /// The first cells of the table under a heading.
    private static List<String> rows(String page, String title) {
        int heading = page.indexOf(title);
        if (heading < 0) {
            throw new IllegalArgumentException("Expected a heading \"" + title + "\" in " + PAGE + ", found none.");
        }
        int end = page.indexOf("\n## ", heading + 1);
        String section = page.substring(heading, end < 0 ? page.length() : end);
        return Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE)
                .matcher(section)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
    }

    /// What breaks the table, one line each, in the order of their text.
    private static List<String> violations(List<String> rows, JavaClasses classes) {
        var found = new TreeSet<String>();
        for (var from : classes) {
            String source = shortName(from.getPackageName());
            if (!rows.contains(source)) {
                found.add(source + " is not in the package table of docs/architecture.md");
                continue;
            }
            for (var dependency : from.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.equals(VECTOR_API) && !source.startsWith(VECTOR_KERNELS)) {
                    found.add(from.getName() + ": " + source + " must not use " + VECTOR_API);
                }
                if (target.startsWith(ROOT) && rows.indexOf(shortName(target)) > rows.indexOf(source)) {
                    found.add(from.getName() + ": " + source + " must not use " + shortName(target) + ", a later row");
                }
            }
        }
        return new ArrayList<>(found);
    }

    private static String shortName(String packageName) {
        return packageName.startsWith(ROOT) ? packageName.substring(ROOT.length()) : "";
    }

    private static JavaClasses fovea() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.fovea");
    }
}
