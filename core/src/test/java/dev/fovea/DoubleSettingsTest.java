package dev.fovea;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whoever sets a number writes it as it stands: `weightDecay(5e-4)`, never `5e-4f`, whatever is stored.
class DoubleSettingsTest {
    private static final Set<String> NOT_DOUBLE =
            Set.of("float", "java.lang.Float", "java.lang.Double", "java.lang.Float[]", "java.lang.Double[]");
    /// Prints a float with its own digits, beside `of(double)`.
    private static final Set<String> MEANT = Set.of("JsonNumber.of(float)");

    @Test
    void withersAndFactoriesTakeDoubles() {
        JavaClasses core = new ClassFileImporter()
                .importUrl(Shape.class.getProtectionDomain().getCodeSource().getLocation());
        assertThat(core.size()).isGreaterThan(100);
        assertThat(violations(core.stream())).isEmpty();
    }

    @Test
    void aFloatOrABoxedNumberIsFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);

        assertThat(violations(planted.stream())).containsExactly(
                "Planted.at(java.lang.Double[]) takes a number that is not a double: make it double, and round inside",
                "Planted.of(float) takes a number that is not a double: make it double, and round inside",
                "Planted.rate(float) takes a number that is not a double: make it double, and round inside");
    }

    /// Public methods that give an object of ours: withers, factories, and nodes from nodes.
    private static List<String> violations(Stream<JavaClass> types) {
        return types.filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> method.getRawReturnType().getPackageName().startsWith("dev.fovea"))
                .filter(method -> method.getRawParameterTypes().stream()
                        .anyMatch(type -> NOT_DOUBLE.contains(readable(type))))
                .map(DoubleSettingsTest::signature)
                .filter(signature -> !MEANT.contains(signature))
                .map(signature -> signature + " takes a number that is not a double: make it double, and round inside")
                .sorted()
                .toList();
    }

    private static String signature(JavaMethod method) {
        List<String> types = method.getRawParameterTypes().stream().map(DoubleSettingsTest::readable).toList();
        return method.getOwner().getSimpleName() + "." + method.getName() + "(" + String.join(", ", types) + ")";
    }

    private static String readable(JavaClass type) {
        return type.isArray() ? readable(type.getComponentType()) + "[]" : type.getName();
    }

    public record Planted(float rate) {
        public static Planted of(float rate) {
            return new Planted(rate);
        }

        public Planted rate(float rate) {
            return new Planted(rate);
        }

        public Planted at(Double... rates) {
            return new Planted(rates[0].floatValue());
        }

        public Planted of(double rate, float... values) {
            return new Planted((float) rate + values[0]);
        }
    }
}
