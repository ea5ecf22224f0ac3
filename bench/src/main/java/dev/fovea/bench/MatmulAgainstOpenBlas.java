package dev.fovea.bench;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import dev.fovea.backend.cpu.Epilogue;
import dev.fovea.backend.cpu.Extent;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.backend.cpu.Operand;
import dev.fovea.backend.cpu.Work;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;

/// Square matrix products, Fovea's and OpenBLAS's in turn, on one thread: the median of the ratios of
/// neighbouring rounds. Both read row-major operands and pack within the measured time.
///
/// `java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -cp 'bench/target/bench/lib/*'
/// dev.fovea.bench.MatmulAgainstOpenBlas [size …]`
public final class MatmulAgainstOpenBlas {
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 200;

    private MatmulAgainstOpenBlas() {}

    public static void main(String[] arguments) {
        blas_set_num_threads(1);
        KernelSet set = KernelSet.choose();
        int[] sizes = arguments.length == 0
                ? new int[] {256, 512, 1024}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        System.out.println("kernels " + set.kernels().name() + ", one thread, " + ROUNDS + " rounds");
        for (int size : sizes) {
            compare(set, size);
        }
    }

    private static void compare(KernelSet set, int size) {
        int elements = size * size;
        Operand a = random(elements, 1);
        Operand b = random(elements, 2);
        Operand c = Operand.allocate(elements);
        Runnable ours = product(set, size, a, b, c);
        try (FloatPointer nativeA = pointer(a, elements);
                FloatPointer nativeB = pointer(b, elements);
                FloatPointer nativeC = new FloatPointer((long) elements)) {
            Runnable theirs = () -> cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasNoTrans, size, size, size, 1f, nativeA, size, nativeB, size, 0f,
                    nativeC, size);
            for (int i = 0; i < WARM_UP; i++) {
                ours.run();
                theirs.run();
            }
            check(c, nativeC, elements);
            report(size, ours, theirs);
        }
    }

    private static void report(int size, Runnable ours, Runnable theirs) {
        double[] ratios = new double[ROUNDS];
        double[] fovea = new double[ROUNDS];
        double[] openBlas = new double[ROUNDS];
        double work = 2e-9 * size * size * size;
        for (int round = 0; round < ROUNDS; round++) {
            fovea[round] = work / seconds(ours);
            openBlas[round] = work / seconds(theirs);
            ratios[round] = fovea[round] / openBlas[round];
        }
        Arrays.sort(ratios);
        Arrays.sort(fovea);
        Arrays.sort(openBlas);
        System.out.printf(
                Locale.ROOT,
                "%4d: Fovea / OpenBLAS %.3f (quartiles %.3f to %.3f); GFLOP/s median %.1f / %.1f, best %.1f / %.1f%n",
                size, ratios[ROUNDS / 2], ratios[ROUNDS / 4], ratios[3 * ROUNDS / 4], fovea[ROUNDS / 2],
                openBlas[ROUNDS / 2], fovea[ROUNDS - 1], openBlas[ROUNDS - 1]);
    }

    private static double seconds(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static Runnable product(KernelSet set, int size, Operand a, Operand b, Operand c) {
        Work work = set.kernels().matmul(
                Extent.fixed(size), size, Extent.fixed(size), a, false, b, false, true, null, Epilogue.NONE, c);
        Operand packed = Operand.allocate(work.packedFloats());
        Operand shared = Operand.allocate(work.sharedFloats(1));
        Operand scratch = Operand.allocate(work.scratchFloats());
        return () -> {
            for (int part = 0; part < work.packParts(); part++) {
                work.pack(part, packed);
            }
            for (int phase = 0; phase < work.phases(); phase++) {
                for (int part = 0; part < work.parts(phase, 1); part++) {
                    work.run(phase, part, 1, packed, shared, scratch);
                }
            }
        };
    }

    private static Operand random(int elements, long seed) {
        Operand operand = Operand.allocate(elements);
        Random random = new Random(seed);
        for (int i = 0; i < elements; i++) {
            operand.array[operand.offset + i] = random.nextFloat() - 0.5f;
        }
        return operand;
    }

    private static FloatPointer pointer(Operand operand, int elements) {
        FloatPointer pointer = new FloatPointer((long) elements);
        pointer.put(operand.array, operand.offset, elements);
        return pointer;
    }

    private static void check(Operand ours, FloatPointer theirs, int elements) {
        for (int i = 0; i < elements; i++) {
            float expected = theirs.get(i);
            float received = ours.array[ours.offset + i];
            if (Math.abs(expected - received) > 1e-3f) {
                throw new IllegalStateException("the products differ at " + i + ": " + received + " and " + expected);
            }
        }
    }
}
