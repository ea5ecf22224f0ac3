package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fovea.json.Json;
import dev.fovea.model.Model;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.json.JsonFactory;

/// Applications bring data binding and annotations of Jackson in a version of their own, such as Spring Boot's; core
/// needs neither.
class WithoutDatabindTest {
    @TempDir
    Path folder;

    @Test
    void noClassOfCoreUsesDataBindingOrAnnotations() {
        List<String> users = new ClassFileImporter()
                .importUrl(place(Json.class))
                .stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> isForbidden(dependency.getTargetClass()))
                .map(dependency -> dependency.getOriginClass().getName())
                .distinct()
                .toList();
        assertThat(users).isEmpty();
    }

    private static boolean isForbidden(JavaClass type) {
        return type.getPackageName().startsWith("tools.jackson.databind")
                || type.getPackageName().startsWith("com.fasterxml.jackson");
    }

    /// In a class loader that has core and jackson-core, and nothing else.
    @Test
    void aModelIsLoadedAndPredictsWithJacksonsCoreAlone() throws Exception {
        Path file = folder.resolve("model.safetensors");
        Model model = Model.of(Sequential.of(Flatten.of(), Dense.of(3)), Shape.of(2, 2, 1), Seed.of(1));
        model.save(file);
        URL[] places = {place(Json.class), place(JsonFactory.class)};
        try (URLClassLoader alone = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> alone.loadClass("tools.jackson.databind.json.JsonMapper"))
                    .isInstanceOf(ClassNotFoundException.class);
            Class<?> type = alone.loadClass(Model.class.getName());
            Object loaded = type.getMethod("load", Path.class).invoke(null, file);
            Path again = folder.resolve("again.safetensors");
            type.getMethod("save", Path.class).invoke(loaded, again);
            assertThat(Model.load(again).read("dense.weights").values())
                    .isEqualTo(model.read("dense.weights").values());
        }
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
