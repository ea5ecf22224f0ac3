package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.scalar.PlainLoops;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Window;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each loop of the chosen set gives the bits of the plain one: at odd sizes and offsets, for NaN,
/// infinities, zeros of both signs and subnormals, in place, and without touching what lies around.
@Tag("kernels")
class EveryLoopTest {
    private static final Loops PLAIN = new PlainLoops();
    private static final Loops CHOSEN = KernelSet.choose().kernels().loops();
    private static final float GUARD = 77.5f;
    private static final float[] SPECIAL = {
        0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -1e-40f, 1e-30f, 3e38f,
        -88.5f, 88.9f, -104f, 13.5f
    };

    /// At first plain loops stand in for those on vectors.
    @BeforeAll
    static void awaitWarmUp() {
        KernelSet.choose().kernels().awaitWarmUp();
    }

    /// A loop over arrays a, b and d, which starts at offsets 3, 5 and 9, and writes y from 7.
    interface Call {
        void run(Loops loops, float[] a, float[] b, float[] d, float[] y, int n);
    }

    record Row(String method, Call call, int outputs) {
        static Row of(String method, Call call) {
            return new Row(method, call, 1);
        }

        @Override
        public String toString() {
            return method;
        }
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>(List.of(
                Row.of("add", (l, a, b, d, y, n) -> l.add(a, 3, b, 5, y, 7, n)),
                Row.of("subtract", (l, a, b, d, y, n) -> l.subtract(a, 3, b, 5, y, 7, n)),
                Row.of("multiply", (l, a, b, d, y, n) -> l.multiply(a, 3, b, 5, y, 7, n)),
                Row.of("divide", (l, a, b, d, y, n) -> l.divide(a, 3, b, 5, y, 7, n)),
                Row.of("maximum", (l, a, b, d, y, n) -> l.maximum(a, 3, b, 5, y, 7, n)),
                Row.of("minimum", (l, a, b, d, y, n) -> l.minimum(a, 3, b, 5, y, 7, n)),
                Row.of("atLeast", (l, a, b, d, y, n) -> l.atLeast(a, 3, -0.3f, y, 7, n)),
                Row.of("atMost", (l, a, b, d, y, n) -> l.atMost(a, 3, 1.7f, y, 7, n)),
                Row.of("scale", (l, a, b, d, y, n) -> l.scale(a, 3, 1.7f, y, 7, n)),
                Row.of("shift", (l, a, b, d, y, n) -> l.shift(a, 3, -0.3f, y, 7, n)),
                Row.of("relu", (l, a, b, d, y, n) -> l.relu(a, 3, y, 7, n)),
                Row.of("reluGradient", (l, a, b, d, y, n) -> l.reluGradient(a, 3, b, 5, y, 7, n)),
                Row.of("dropout", (l, a, b, d, y, n) -> l.dropout(a, 3, y, 7, n, 0x123456789ABCDEFL, 1000, 0.3f)),
                Row.of("neighbourSums", (l, a, b, d, y, n) -> l.neighbourSums(a, 3, 5, y, 7, n))));
        for (Curve curve : Curve.values()) {
            rows.add(Row.of("curve", (l, a, b, d, y, n) -> l.curve(curve, 0.3f, a, 3, y, 7, n)));
            rows.add(Row.of(
                    "curveGradient", (l, a, b, d, y, n) -> l.curveGradient(curve, 0.3f, a, 3, b, 5, y, 7, n)));
        }
        for (int rowCount : new int[] {1, 2, 7}) {
            rows.add(new Row(
                    "addRow", (l, a, b, d, y, n) -> l.addRow(a, 3, b, 5, y, 7, rowCount, n), rowCount));
            rows.add(new Row(
                    "multiplyRow", (l, a, b, d, y, n) -> l.multiplyRow(a, 3, b, 5, y, 7, rowCount, n), rowCount));
            rows.add(Row.of("columnSums", (l, a, b, d, y, n) -> l.columnSums(a, 3, rowCount, n, y, 7)));
            rows.add(Row.of("centredSquares", (l, a, b, d, y, n) -> l.centredSquares(a, 3, d, 9, rowCount, n, y, 7)));
            rows.add(new Row("centredProducts",
                    (l, a, b, d, y, n) -> l.centredProducts(a, 3, d, 9, b, 5, rowCount, n, y, 7), 2));
            rows.add(new Row("normalise",
                    (l, a, b, d, y, n) -> l.normalise(a, 3, d, 9, d, 9 + n, b, 5, y, 7, rowCount, n), rowCount));
            rows.add(new Row("normaliseGradient",
                    (l, a, b, d, y, n) -> l.normaliseGradient(a, 3, b, 5, b, 5 + n, d, 9, y, 7, rowCount, n),
                    rowCount));
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void givesThePlainBits(Row row) {
        for (int n : new int[] {1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 129, 200}) {
            for (int special : new int[] {0, 5}) {
                float[] a = values(1, 8 * n + 40, special);
                float[] b = values(2, 8 * n + 40, special);
                float[] d = values(3, 8 * n + 40, special);
                assertSame(row.method() + " of " + n, 7 + row.outputs() * n, (loops, y) ->
                        row.call().run(loops, a, b, d, y, n));
            }
        }
    }

    private interface Filled {
        void run(Loops loops, float[] y);
    }

    private static void assertSame(String what, int end, Filled call) {
        float[] expected = new float[end + 40];
        Arrays.fill(expected, GUARD);
        float[] received = expected.clone();
        call.run(PLAIN, expected);
        call.run(CHOSEN, received);
        assertThat(received).as(what).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(received, end, end + 40)).as("after " + what).containsOnly(GUARD);
        assertThat(Arrays.copyOf(received, 7)).as("before " + what).containsOnly(GUARD);
    }

    /// Random values, one in `special` a special one.
    private static float[] values(int stream, int size, int special) {
        Seed seed = new Seed(9).derive(stream);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = special > 0 && seed.below(special, size + i) == 0
                    ? SPECIAL[seed.below(SPECIAL.length, 2L * size + i)]
                    : (float) (3 * seed.normal(i));
        }
        return values;
    }

    static Stream<Window> windows() {
        List<Window> windows = new ArrayList<>();
        for (int c : new int[] {1, 3, 16, 17, 40}) {
            for (int[] size : new int[][] {{4, 4}, {5, 7}, {9, 6}}) {
                Shape x = Shape.batch(size[0], size[1], c);
                for (Pooling pooling : List.of(
                        Pooling.of(2, 2), Pooling.of(3, 2), Pooling.of(3, 3), Pooling.of(3, 1).padding(Padding.SAME),
                        Pooling.of(2, 2).ceil(true), Pooling.of(3, 2).padding(Padding.of(1)).ceil(true),
                        Pooling.of(2, 2).padding(Padding.SAME), Pooling.of(1, 3),
                        new Pooling(2, 3, 1, 2, Padding.of(1, 0, 2, 1), false))) {
                    windows.add(pooling.window(x));
                }
            }
        }
        return windows.stream();
    }

    @ParameterizedTest
    @MethodSource("windows")
    void poolingGivesThePlainBits(Window window) {
        int inputs = window.h() * window.w() * window.c();
        int outputs = window.oh() * window.ow() * window.c();
        for (int special : new int[] {0, 3}) {
            float[] x = values(4, inputs + 20, special);
            for (int i = 0; i < x.length; i += 3) {
                x[i] = Math.round(x[i]);
            }
            float[] dy = values(5, outputs + 20, special);
            assertSame("maxPooling", 7 + outputs, (loops, y) -> loops.maxPooling(window, x, 3, y, 7, 0, window.oh()));
            assertSame("maxPoolingGradient", 7 + inputs, (loops, y) ->
                    loops.maxPoolingGradient(window, x, 3, dy, 5, y, 7));
            assertSame("averagePooling", 7 + outputs, (loops, y) ->
                    loops.averagePooling(window, x, 3, y, 7, 0, window.oh()));
            assertSame("averagePoolingGradient", 7 + inputs, (loops, y) ->
                    loops.averagePoolingGradient(window, dy, 5, y, 7));
        }
    }

    /// Compiled code gives the bits of interpreted code.
    @ParameterizedTest
    @MethodSource("rows")
    void givesTheSameBitsOnceCompiled(Row row) {
        int n = 77;
        float[] a = values(1, 8 * n + 40, 0);
        float[] b = values(2, 8 * n + 40, 0);
        float[] d = values(3, 8 * n + 40, 0);
        float[] y = new float[8 * n + 40];
        for (int i = 0; i < 3000; i++) {
            row.call().run(CHOSEN, a, b, d, y, n);
            row.call().run(PLAIN, a, b, d, y, n);
        }
        assertSame(row.method(), 7 + row.outputs() * n, (loops, out) -> row.call().run(loops, a, b, d, out, n));
    }

    /// The executable lets element-wise results take the place of their input.
    @Test
    void worksInPlace() {
        List<Call> inPlace = List.of(
                (l, a, b, d, y, n) -> l.add(y, 7, b, 5, y, 7, n),
                (l, a, b, d, y, n) -> l.multiply(b, 5, y, 7, y, 7, n),
                (l, a, b, d, y, n) -> l.relu(y, 7, y, 7, n),
                (l, a, b, d, y, n) -> l.reluGradient(b, 5, y, 7, y, 7, n),
                (l, a, b, d, y, n) -> l.curve(Curve.GELU, 0, y, 7, y, 7, n),
                (l, a, b, d, y, n) -> l.curveGradient(Curve.SILU, 0, y, 7, b, 5, y, 7, n),
                (l, a, b, d, y, n) -> l.dropout(y, 7, y, 7, n, 99, 0, 0.5f));
        float[] b = values(2, 240, 0);
        for (Call call : inPlace) {
            for (int n : new int[] {1, 15, 16, 37, 200}) {
                float[] start = values(1, 240, 0);
                float[] expected = start.clone();
                float[] received = start.clone();
                call.run(PLAIN, start, b, b, expected, n);
                call.run(CHOSEN, start, b, b, received, n);
                assertThat(received).isEqualTo(expected);
            }
        }
    }

    @Test
    void everyLoopHasARow() {
        Set<String> methods = Stream.concat(
                        rows().map(Row::method),
                        Stream.of("maxPooling", "maxPoolingGradient", "averagePooling", "averagePoolingGradient"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> declared = Arrays.stream(Loops.class.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(methods).containsAll(declared);
    }
}
