package dev.fovea.bench.kernels;

import static org.bytedeco.openblas.global.openblas_full.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_full.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_full.CblasTrans;
import static org.bytedeco.openblas.global.openblas_full.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_full;

/// OpenBLAS's matrix product; it packs within each run.
final class OpenBlasKernel implements Kernel {
    private final ProductProblem problem;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    OpenBlasKernel(ProductProblem problem, int threads) {
        openblas_full.openblas_set_num_threads(threads);
        this.problem = problem;
        a = new FloatPointer(problem.input(0));
        b = new FloatPointer(problem.input(1));
        c = new FloatPointer((long) problem.output());
    }

    /// The processor whose kernels OpenBLAS runs, as it calls it.
    static String core() {
        return openblas_full.openblas_get_corename().getString();
    }

    /// As `OpenBLAS 0.3.30`, the first two words of its settings.
    private static String version() {
        String[] words = openblas_full.openblas_get_config().getString().split(" ");
        return words[0] + " " + words[1];
    }

    @Override
    public String name() {
        return version() + ", " + core();
    }

    @Override
    public void run() {
        int m = problem.m();
        int n = problem.n();
        int k = problem.k();
        cblas_sgemm(
                CblasRowMajor, problem.transposeA() ? CblasTrans : CblasNoTrans,
                problem.transposeB() ? CblasTrans : CblasNoTrans, m, n, k, 1f, a, problem.transposeA() ? m : k, b,
                problem.transposeB() ? k : n, 0f, c, n);
    }

    @Override
    public float[] result() {
        float[] values = new float[problem.output()];
        c.get(values);
        return values;
    }

    @Override
    public void close() {
        a.close();
        b.close();
        c.close();
    }
}
