package dev.fovea.bench.kernels;

import dev.fovea.bench.kernels.OneDnnKernel.Argument;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/// oneDNN's matrix products: of row-major operands, as Fovea and OpenBLAS have them, and with layouts of its own.
final class OneDnnProducts {
    private OneDnnProducts() {}

    static List<Kernel> of(OneDnn oneDnn, ProductProblem problem) {
        return List.of(kernel(oneDnn, problem, false), kernel(oneDnn, problem, true));
    }

    private static Kernel kernel(OneDnn oneDnn, ProductProblem problem, boolean own) {
        long[] a = {problem.m(), problem.k()};
        long[] b = {problem.k(), problem.n()};
        long[] c = {problem.m(), problem.n()};
        format_tag aGiven = problem.transposeA() ? format_tag.ba : format_tag.ab;
        format_tag bGiven = problem.transposeB() ? format_tag.ba : format_tag.ab;
        matmul.primitive_desc description = new matmul.primitive_desc(
                oneDnn.engine(),
                OneDnn.describe(a, own ? format_tag.any : aGiven),
                OneDnn.describe(b, own ? format_tag.any : bGiven),
                OneDnn.describe(c, own ? format_tag.any : format_tag.ab));
        memory.desc source = description.src_desc();
        memory.desc weights = description.weights_desc();
        return new OneDnnKernel(
                oneDnn, problem, own ? "own layouts" : "row-major", description, new matmul(description),
                List.of(
                        new Argument(dnnl.DNNL_ARG_SRC, OneDnn.describe(a, aGiven), source),
                        new Argument(dnnl.DNNL_ARG_WEIGHTS, OneDnn.describe(b, bGiven), weights)),
                new Argument(dnnl.DNNL_ARG_DST, OneDnn.describe(c, format_tag.ab), description.dst_desc()));
    }
}
