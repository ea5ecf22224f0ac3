package dev.fovea.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagramTest {
    /// Arrows from earlier to later boxes, by chance.
    private static Diagram random(long seed, boolean down) {
        List<Diagram.Box> boxes = new ArrayList<>();
        List<Diagram.Arrow> arrows = new ArrayList<>();
        Seed random = Seed.of(seed);
        for (int i = 0; i < 20; i++) {
            boxes.add(Diagram.Box.of("b" + i, "box " + i, "x".repeat(random.below(12, i))));
            for (int j = 0; j < i; j++) {
                if (random.uniform(1_000L + 20L * i + j) < 0.15) {
                    arrows.add(Diagram.Arrow.of("b" + j, "b" + i));
                }
            }
        }
        return new Diagram(boxes, arrows, down);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void boxesDoNotOverlapAndArrowsGoForward(long seed) {
        for (boolean down : new boolean[] {false, true}) {
            Diagram diagram = random(seed, down);
            Layering layering = Layering.of(diagram);
            for (int i = 0; i < 20; i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(apart(diagram, layering, i, j)).as("boxes %d and %d", i, j).isTrue();
                }
            }
            for (int i = 0; i < diagram.arrows().size(); i++) {
                List<Layering.Place> route = layering.route(i);
                assertThat(route.getLast().along()).isGreaterThan(route.getFirst().along());
            }
        }
    }

    private static boolean apart(Diagram diagram, Layering layering, int i, int j) {
        Diagram.Box a = diagram.boxes().get(i);
        Diagram.Box b = diagram.boxes().get(j);
        double along = Math.abs(layering.place(i).along() - layering.place(j).along());
        double across = Math.abs(layering.place(i).across() - layering.place(j).across());
        double depth = diagram.down() ? a.height() + b.height() : a.width() + b.width();
        double breadth = diagram.down() ? a.width() + b.width() : a.height() + b.height();
        return along >= depth / 2 || across >= breadth / 2;
    }

    @Test
    void wrongUseIsSaid() {
        List<Diagram.Box> boxes = List.of(Diagram.Box.of("a", "a"), Diagram.Box.of("b", "b"));

        assertThatThrownBy(() -> Diagram.of(boxes, List.of(Diagram.Arrow.of("a", "c")))).hasMessageContaining("a to c");
        Diagram circle = Diagram.of(boxes, List.of(Diagram.Arrow.of("a", "b"), Diagram.Arrow.of("b", "a")));
        assertThatThrownBy(() -> circle.svg("c")).hasMessageContaining("must not form a circle");
        List<Diagram.Box> twins = List.of(Diagram.Box.of("a", "a"), Diagram.Box.of("a", "b"));
        assertThatThrownBy(() -> Diagram.of(twins, List.of())).hasMessageContaining("an id of its own");
    }
}
