package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fovea.op.OpCase.In;
import dev.fovea.op.OpCase.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// No composition without a row of [OpCases], and no number in one that its rows do not hold.
class EveryCompositionTest {
    private static final int SAMPLES = 3;

    /// min(max(x, 0), 6).
    private record Bounded() implements Composition {
        @Override
        public Node compose(List<Node> inputs) {
            Node x = inputs.getFirst();
            return new Relu().on(x).minus(new Relu().on(x.plus(-6)));
        }
    }

    private static OpCase bounded(In x) {
        return OpCase.of(new Bounded(), in -> in.getFirst().map(v -> Math.min(Math.max(v, 0), 6)), x);
    }

    @Test
    void everyCompositionHasARow() {
        JavaClasses core = new ClassFileImporter()
                .importUrl(Composition.class.getProtectionDomain().getCodeSource().getLocation());
        assertThat(compositions(core)).contains(Penalty.class.getName());
        assertThat(withoutRow(compositions(core), OpCases.all())).isEmpty();
    }

    @Test
    void aCompositionWithoutARowIsFound() {
        List<String> planted = compositions(new ClassFileImporter().importClasses(Bounded.class, Composition.class));
        String line = Bounded.class.getName() + " has no row of its own in OpCases that takes a gradient";
        assertThat(withoutRow(planted, OpCases.all())).containsExactly(line);
        assertThat(withoutRow(planted, Stream.of(bounded(OpCase.batch(5).constant())))).containsExactly(line);
        assertThat(withoutRow(planted, Stream.of(bounded(OpCase.batch(5))))).isEmpty();
    }

    @Test
    void rowsHoldEachNumberOfACompositionsGraph() {
        assertThat(unseen(OpCases.all())).isEmpty();
    }

    @Test
    void aNumberThatNoValueReachesIsFound() {
        OpCase narrow = bounded(OpCase.batch(5));
        OpCase wide = bounded(OpCase.batch(40).of(Values.WIDE));
        assertThat(unseen(Stream.of(narrow))).containsExactly(
                "Bounded[] could have another number for -6.0: no row has values that reach it");
        assertThat(unseen(Stream.of(narrow, wide))).isEmpty();
    }

    /// The example of the page on adding, docs/add-an-operation.md.
    private record Softsign(double one) implements Composition {
        @Override
        public Node compose(List<Node> inputs) {
            Node x = inputs.getFirst();
            return x.over(new Absolute().on(x).plus(one));
        }
    }

    @Test
    void theRowThatThePageAsksForFindsAMistake() {
        assertThat(isRight(new Softsign(1))).isTrue();
        assertThat(isRight(new Softsign(1.05))).isFalse();
    }

    private static boolean isRight(Softsign operation) {
        OpCase row = OpCase.of(operation,
                in -> in.getFirst().map(x -> x / (1 + Math.abs(x))),
                OpCase.batch(5, 7).of(Values.NONZERO));
        double[] expected = row.plain().apply(row.values(SAMPLES)).values();
        double[] received = Engine.all().getFirst().run(row, row.values(SAMPLES), SAMPLES, 1).output();
        return EveryOpTest.isNear(received, expected, row.tolerance());
    }

    private static List<String> compositions(JavaClasses classes) {
        return classes.stream()
                .filter(type -> !type.isInterface() && type.isAssignableTo(Composition.class))
                .map(JavaClass::getName)
                .sorted()
                .toList();
    }

    private static List<String> withoutRow(List<String> compositions, Stream<OpCase> rows) {
        Set<String> tried = rows.filter(row -> row.inputs().stream().anyMatch(In::differentiated))
                .flatMap(row -> row.operation().stream())
                .map(operation -> operation.getClass().getName())
                .collect(Collectors.toSet());
        return compositions.stream()
                .filter(name -> !tried.contains(name))
                .map(name -> name + " has no row of its own in OpCases that takes a gradient")
                .toList();
    }

    private static List<String> unseen(Stream<OpCase> rows) {
        Map<Operation, List<OpCase>> byComposition = rows
                .filter(row -> row.operation().filter(Composition.class::isInstance).isPresent())
                .collect(Collectors.groupingBy(
                        row -> row.operation().orElseThrow(), LinkedHashMap::new, Collectors.toList()));
        List<String> unseen = new ArrayList<>();
        byComposition.forEach((composition, group) -> {
            List<Float> numbers = Numbers.of(graph(group.getFirst()));
            for (int i = 0; i < numbers.size(); i++) {
                int index = i;
                if (group.stream().noneMatch(row -> notices(row, index))) {
                    unseen.add(composition + " could have another number for " + numbers.get(i)
                            + ": no row has values that reach it");
                }
            }
        });
        return unseen;
    }

    private static Node graph(OpCase row) {
        return row.graph().apply(IntStream.range(0, row.inputs().size())
                .mapToObj(i -> new Input("in" + i, row.inputs().get(i).shape()).on())
                .toList());
    }

    /// Whether the plain form differs from the graph with another number.
    private static boolean notices(OpCase row, int index) {
        Function<List<Node>, Node> changed = in -> Numbers.changed(row.graph().apply(in), index);
        OpCase other = new OpCase(
                row.name(), row.operation(), row.inputs(), changed, row.plain(), row.tolerance());
        double[] expected = row.plain().apply(row.values(SAMPLES)).values();
        try {
            double[] received = Engine.all().getFirst().run(other, row.values(SAMPLES), SAMPLES, 1).output();
            return !EveryOpTest.isNear(received, expected, row.tolerance());
        } catch (IllegalArgumentException refused) {
            return true;
        }
    }
}
