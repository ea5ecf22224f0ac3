package dev.fovea.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/// Texts that fingerprints are made of, before and after a record gets another component.
class CanonicalTextTest {
    record Rule(double rate, boolean fast) {
        static Rule of(double rate) {
            return new Rule(rate, false);
        }
    }

    record Step(int size) {}

    static final class Now {
        record Rule(double rate, boolean fast, float decay, List<String> notes) {
            static Rule of(double rate) {
                return new Rule(rate, false, 0, List.of());
            }

            @Override
            public String toString() {
                return "another text";
            }
        }

        record Step(int size, int times) {}
    }

    enum Kind {
        ONE {
            @Override
            public String toString() {
                return "another text";
            }
        }
    }

    private static final CanonicalText BEFORE = CanonicalText.of(
            List.of(Wording.fields(Rule.class, "rate", "fast"), Wording.call(Step.class, "size")), Map.of());

    private static final CanonicalText AFTER = CanonicalText.of(
            List.of(Wording.fields(Now.Rule.class, "rate", "fast"), Wording.call(Now.Step.class, "size")),
            Defaults.byType(List.of(Defaults.of(Now.Rule.of(1)), Defaults.of(new Now.Step(1, 1)))));

    @Test
    void anotherComponentWithItsDefaultChangesNoText() {
        assertThat(AFTER.of(Now.Rule.of(0.1))).isEqualTo(BEFORE.of(Rule.of(0.1)))
                .isEqualTo("Rule[rate=0.1, fast=false]");
        assertThat(AFTER.of(List.of(new Now.Step(3, 1)))).isEqualTo(BEFORE.of(List.of(new Step(3))))
                .isEqualTo("[Step.of(3)]");
    }

    @Test
    void anotherComponentWithAnotherValueDoes() {
        assertThat(AFTER.of(new Now.Rule(0.1, false, 0.5f, List.of("a"))))
                .isEqualTo("Rule[rate=0.1, fast=false].decay(0.5).notes([a])");
        assertThat(AFTER.of(new Now.Step(3, 2))).isEqualTo("Step.of(3).times(2)");
    }

    /// Types that came after the first texts say what differs; of one's own records all is said.
    @Test
    void recordsWithoutAWordingAreFields() {
        CanonicalText later = CanonicalText.of(
                List.of(), Defaults.byType(List.of(Defaults.of(Now.Rule.of(1), "rate"))));
        assertThat(later.of(Now.Rule.of(1))).isEqualTo("Rule[rate=1.0]");
        assertThat(later.of(new Now.Rule(2, true, 0, List.of()))).isEqualTo("Rule[rate=2.0, fast=true]");
        assertThat(later.of(new Now.Step(1, 2))).isEqualTo("Step[size=1, times=2]");
    }

    /// What an object holds cannot be seen; its name is the same in every run.
    @Test
    void otherObjectsGoByTheirClass() {
        IntUnaryOperator lambda = x -> x + 1;
        assertThat(BEFORE.of(lambda)).isEqualTo("a lambda of CanonicalTextTest");
        assertThat(BEFORE.of(new StringBuilder("x"))).isEqualTo("StringBuilder");
        record Holder(Object part, Shape shape, float[] floats, String text, Kind kind, Object none) {}
        assertThat(BEFORE.of(new Holder(lambda, Shape.batch(2, 3), new float[] {1}, "t", Kind.ONE, null)))
                .isEqualTo("Holder[part=a lambda of CanonicalTextTest, shape=N×2×3, floats=[1.0], text=t, kind=ONE,"
                        + " none=null]");
        assertThat(BEFORE.of(Shape.SCALAR)).isEqualTo("scalar");
    }
}
