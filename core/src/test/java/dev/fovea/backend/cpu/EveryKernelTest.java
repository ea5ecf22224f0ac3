package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each heavy kernel of each set against the definition in double precision, over sizes that no tile
/// divides, at odd offsets, in memory full of NaN between guards, with the same bits from 1, 2 and 3
/// threads.
@Tag("kernels")
class EveryKernelTest {
    private static final float GUARD = 12345.5f;
    private static final boolean MODULE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private static List<Kernels> sets() {
        Kernels scalar = new ScalarKernels();
        Kernels chosen = KernelSet.choose().kernels();
        return chosen.name().equals("scalar")
                ? List.of(scalar)
                : List.of(scalar, chosen, KernelSet.named("direct").kernels());
    }

    @Test
    void theVectorSetIsLoadedWhereTheModuleIs() {
        KernelSet chosen = KernelSet.choose();
        System.out.println("kernels: " + chosen.kernels().name());
        if (MODULE && !"scalar".equals(System.getProperty("fovea.kernels"))) {
            assertThat(chosen.kernels().name()).startsWith("vector ");
            assertThat(chosen.advice()).isEmpty();
        } else {
            assertThat(chosen.kernels().name()).isEqualTo("scalar");
            assertThat(chosen.advice()).isNotEmpty();
        }
    }

    /// @param capacity the batch that the memory is laid out for
    record Convolved(Window g, int n, int capacity, boolean bias, boolean relu) {}

    static Stream<Convolved> convolutions() {
        List<Convolved> cases = new ArrayList<>();
        int[] channels = {1, 3, 5, 10, 16, 17, 33, 64, 100};
        Random random = new Random(7);
        for (int number = 0; number < 260; number++) {
            int groups = number % 5 == 4 ? 1 + random.nextInt(4) : 1;
            int c = channels[random.nextInt(groups > 1 ? 4 : channels.length)] * groups;
            int k = number % 10 == 9 ? c : channels[random.nextInt(groups > 1 ? 6 : channels.length)] * groups;
            groups = number % 10 == 9 ? c : groups;
            int r = 1 + random.nextInt(5);
            int s = 1 + random.nextInt(5);
            int dilationH = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
            int dilationW = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
            int h = (r - 1) * dilationH + 1 + random.nextInt(14);
            int w = (s - 1) * dilationW + 1 + random.nextInt(20);
            int strideH = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
            int strideW = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
            int[] pad = random.nextInt(3) == 0
                    ? new int[4]
                    : random.ints(4, 0, 1 + Math.max((r - 1) * dilationH, (s - 1) * dilationW)).toArray();
            if (random.nextInt(8) == 0) {
                pad[random.nextInt(4)] += 4;
            }
            int oh = (h + pad[0] + pad[1] - (r - 1) * dilationH - 1) / strideH + 1;
            int ow = (w + pad[2] + pad[3] - (s - 1) * dilationW - 1) / strideW + 1;
            int n = 1 + random.nextInt(5);
            cases.add(new Convolved(
                    new Window(
                            h, w, c, r, s, k, strideH, strideW, pad[0], pad[2], dilationH, dilationW, groups, oh, ow),
                    n, n + random.nextInt(3), random.nextBoolean(), random.nextBoolean()));
        }
        cases.addAll(List.of(
                same(28, 1, 4, 32, 3), same(14, 32, 4, 64, 3), same(32, 3, 4, 32, 2), same(16, 32, 4, 64, 2),
                same(16, 64, 3, 64, 3), same(8, 128, 3, 128, 2),
                same(13, 32, 3, 48, 3), same(8, 192, 3, 80, 2), same(23, 32, 3, 64, 2), same(11, 256, 3, 320, 1),
                padded(12, 11, 32, 64, 0, 0), padded(10, 15, 32, 48, 2, 0), padded(8, 9, 48, 32, 1, 2),
                padded(9, 8, 32, 32, 4, 3), same(9, 64, 1, 64, 5), same(1, 8, 1, 24, 5),
                same(32, 16, 3, 16, 3), same(6, 16, 3, 16, 9), same(7, 48, 3, 13, 2), same(8, 64, 3, 128, 2),
                same(40, 16, 3, 3, 8), same(32, 16, 3, 16, 9), same(17, 32, 3, 256, 3), same(24, 48, 3, 256, 5),
                same(60, 32, 3, 64, 9), padded(34, 34, 16, 4, 0, 0, 9), padded(12, 9, 16, 16, 0, 0),
                padded(5, 6, 16, 10, 2, 0), padded(9, 7, 32, 5, 0, 2),
                same(2, 8, 3, 16, 5), same(40, 16, 3, 16, 2), same(60, 40, 3, 20, 1)));
        depthwise().forEach(g -> cases.add(new Convolved(g, 2, 3, true, true)));
        return cases.stream();
    }

    /// Channels that are whole vectors and that are not, pixels that are whole fours and that are not, windows that see
    /// padding on any side or nothing else.
    static Stream<Window> depthwise() {
        return Stream.of(
                new Window(13, 14, 64, 3, 3, 64, 1, 1, 1, 1, 1, 1, 64, 13, 14),
                new Window(13, 15, 64, 3, 3, 64, 2, 2, 1, 1, 1, 1, 64, 7, 8),
                new Window(9, 22, 37, 5, 3, 37, 1, 1, 2, 1, 1, 1, 37, 9, 22),
                new Window(12, 13, 50, 3, 2, 50, 1, 2, 0, 3, 2, 3, 50, 8, 7),
                new Window(3, 2, 32, 7, 7, 32, 1, 1, 3, 3, 1, 1, 32, 3, 2),
                new Window(4, 4, 16, 1, 1, 16, 1, 1, 2, 5, 1, 1, 16, 8, 14));
    }

    /// Each sum has the reference's order.
    @ParameterizedTest
    @MethodSource("depthwise")
    void depthwiseConvolutionsHaveTheBitsOfTheReference(Window g) {
        Operand x = random(2 * g.h() * g.w() * g.c(), 5, 1);
        Operand w = random(g.r() * g.s() * g.k(), 3, 2);
        Operand bias = random(g.k(), 1, 3);
        for (Epilogue activation : Epilogue.values()) {
            for (Operand added : Arrays.asList(bias, null)) {
                List<float[]> results = sets().stream()
                        .peek(Kernels::awaitWarmUp)
                        .map(kernels -> result(2 * g.oh() * g.ow() * g.k(), 2, 2, 2,
                                y -> kernels.convolution(g, x, w, added, activation, y)))
                        .toList();
                results.forEach(result -> assertThat(result).isEqualTo(results.getFirst()));
            }
        }
    }

    /// Each sum has the reference's order.
    @ParameterizedTest
    @MethodSource("depthwise")
    void gradientsOfDepthwiseConvolutionsHaveTheBitsOfTheReference(Window g) {
        Operand x = random(2 * g.h() * g.w() * g.c(), 5, 1);
        Operand w = random(g.r() * g.s() * g.k(), 3, 2);
        Operand dy = random(2 * g.oh() * g.ow() * g.k(), 4, 3);
        List<float[]> inputs = sets().stream()
                .peek(Kernels::awaitWarmUp)
                .map(kernels -> result(2 * g.h() * g.w() * g.c(), 2, 2, 2,
                        dx -> kernels.convolutionInputGradient(g, dy, w, dx)))
                .toList();
        inputs.forEach(result -> assertThat(result).isEqualTo(inputs.getFirst()));
        List<float[]> filters = sets().stream()
                .map(kernels -> result(g.r() * g.s() * g.k(), 2, 2, 2,
                        dw -> kernels.convolutionFilterGradient(g, x, dy, dw)))
                .toList();
        filters.forEach(result -> assertThat(result).isEqualTo(filters.getFirst()));
    }

    /// Stride 1; an odd pixel of padding goes to the bottom and the right.
    private static Convolved same(int extent, int c, int r, int k, int n) {
        Window g = new Window(extent, extent, c, r, r, k, 1, 1, (r - 1) / 2, (r - 1) / 2, 1, 1, 1, extent, extent);
        return new Convolved(g, n, n + 1, true, true);
    }

    /// 3×3 with stride 1, as much padding after as before, of outputs that no tile of 2×2 divides.
    private static Convolved padded(int h, int w, int c, int k, int top, int left) {
        return padded(h, w, c, k, top, left, 3);
    }

    private static Convolved padded(int h, int w, int c, int k, int top, int left, int n) {
        int oh = h + 2 * top - 2;
        int ow = w + 2 * left - 2;
        return new Convolved(new Window(h, w, c, 3, 3, k, 1, 1, top, left, 1, 1, 1, oh, ow), n, n + 1, true, true);
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolution(Convolved of) {
        Window g = of.g;
        Operand x = random(of.n * g.h() * g.w() * g.c(), 5, 1);
        Operand w = random(g.r() * g.s() * (g.c() / g.groups()) * g.k(), 3, 2);
        Operand bias = of.bias ? random(g.k(), 1, 3) : null;
        double[] expected = NaiveKernels.convolution(g, of.n, floats(x), floats(w), floats(bias), of.relu);
        Epilogue activation = of.relu ? Epilogue.RELU : Epilogue.NONE;
        check(expected, (long) g.r() * g.s() * g.c() / g.groups(), of.n, of.capacity,
                kernels -> y -> kernels.convolution(g, x, w, bias, activation, y));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionInputGradient(Convolved of) {
        Window g = of.g;
        Operand dy = random(of.n * g.oh() * g.ow() * g.k(), 7, 1);
        Operand w = random(g.r() * g.s() * (g.c() / g.groups()) * g.k(), 0, 2);
        double[] expected = NaiveKernels.inputGradient(g, of.n, floats(dy), floats(w));
        check(expected, (long) g.r() * g.s() * g.k() / g.groups(), of.n, of.capacity,
                kernels -> dx -> kernels.convolutionInputGradient(g, dy, w, dx));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionFilterGradient(Convolved of) {
        Window g = of.g;
        Operand x = random(of.n * g.h() * g.w() * g.c(), 11, 1);
        Operand dy = random(of.n * g.oh() * g.ow() * g.k(), 2, 2);
        double[] expected = NaiveKernels.filterGradient(g, of.n, floats(x), floats(dy));
        check(expected, (long) of.n * g.oh() * g.ow(), of.n, of.capacity,
                kernels -> dw -> kernels.convolutionFilterGradient(g, x, dy, dw));
    }

    /// @param batched which extent grows with the batch: m, k or neither
    record Multiplied(
            int m, int n, int k, char batched, boolean transposeA, boolean transposeB, boolean bias, boolean relu) {}

    static Stream<Multiplied> products() {
        List<Multiplied> cases = new ArrayList<>();
        int[] sizes = {1, 2, 3, 4, 5, 7, 8, 10, 15, 16, 17, 24, 31, 33, 47, 50, 64, 65, 100, 129, 200, 300};
        Random random = new Random(11);
        for (int number = 0; number < 360; number++) {
            int m = sizes[random.nextInt(sizes.length)];
            int n = sizes[random.nextInt(sizes.length)];
            int k = sizes[random.nextInt(sizes.length)];
            cases.add(new Multiplied(m, n, k, "mk-".charAt(number / 4 % 3), number % 2 == 1, number % 4 > 1,
                    random.nextBoolean(), random.nextBoolean()));
        }
        for (int number = 0; number < 4; number++) {
            boolean transposeA = number % 2 == 1;
            boolean transposeB = number > 1;
            cases.add(new Multiplied(128, 515, 700, 'm', transposeA, transposeB, true, true));
            cases.add(new Multiplied(3, 515, 700, 'm', transposeA, transposeB, true, false));
            cases.add(new Multiplied(70, 1030, 515, 'k', transposeA, transposeB, false, true));
            cases.add(new Multiplied(700, 10, 300, '-', transposeA, transposeB, true, true));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("products")
    void matmul(Multiplied of) {
        Operand a = random(of.m * of.k, 9, 1);
        Operand b = random(of.k * of.n, 5, 2);
        Operand bias = of.bias ? random(of.n, 3, 3) : null;
        double[] expected = NaiveKernels.matmul(
                of.m, of.n, of.k, floats(a), of.transposeA, floats(b), of.transposeB, floats(bias), of.relu);
        Extent m = of.batched == 'm' ? Extent.batched(1) : Extent.fixed(of.m);
        Extent k = of.batched == 'k' ? Extent.batched(1) : Extent.fixed(of.k);
        int samples = of.batched == 'm' ? of.m : of.batched == 'k' ? of.k : 1;
        Epilogue activation = of.relu ? Epilogue.RELU : Epilogue.NONE;
        check(expected, of.k, samples, samples + 3, kernels -> c -> kernels.matmul(
                m, of.n, k, a, of.transposeA, b, of.transposeB, true, bias, activation, c));
    }

    /// @param length of the sums: rounding errors grow with its square root, and with the greatest sum
    private static void check(
            double[] expected, long length, int n, int capacity, Function<Kernels, Function<Operand, Work>> binding) {
        for (Kernels kernels : sets()) {
            float[] once = result(expected.length, n, capacity, 1, binding.apply(kernels));
            double greatest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
            double tolerance = 1.2e-7 * Math.sqrt(length) * Math.max(1, greatest);
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(once[i] - expected[i]) <= tolerance)) {
                    throw new AssertionError(kernels.name() + ": element " + i + " of " + expected.length
                            + " should be " + expected[i] + " but is " + once[i]);
                }
            }
            // The first run of a tile is that of the small one in its place.
            kernels.awaitWarmUp();
            assertThat(result(expected.length, n, capacity, 2, binding.apply(kernels))).isEqualTo(once);
            assertThat(result(expected.length, n, capacity, 3, binding.apply(kernels))).isEqualTo(once);
        }
    }

    private static float[] result(int length, int n, int capacity, int threads, Function<Operand, Work> binding) {
        int margin = 13;
        Operand y = new Operand(new float[margin + length + margin], margin);
        Arrays.fill(y.array, Float.NaN);
        Arrays.fill(y.array, 0, margin, GUARD);
        Arrays.fill(y.array, margin + length, y.array.length, GUARD);
        WorkRunner.run(binding.apply(y), n, capacity, threads);
        for (int i = 0; i < margin; i++) {
            assertThat(y.array[i]).isEqualTo(GUARD);
            assertThat(y.array[margin + length + i]).isEqualTo(GUARD);
        }
        return Arrays.copyOfRange(y.array, margin, margin + length);
    }

    /// Numbers between −1 and 1, exactly filling an array from `offset` to its end.
    private static Operand random(int length, int offset, int seed) {
        Random random = new Random(seed);
        float[] array = new float[offset + length];
        Arrays.fill(array, 0, offset, Float.NaN);
        for (int i = offset; i < array.length; i++) {
            array[i] = random.nextFloat() * 2 - 1;
        }
        return new Operand(array, offset);
    }

    private static float @Nullable [] floats(@Nullable Operand operand) {
        return operand == null ? null : Arrays.copyOfRange(operand.array, operand.offset, operand.array.length);
    }
}
