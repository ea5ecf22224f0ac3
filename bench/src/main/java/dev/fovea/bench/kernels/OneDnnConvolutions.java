package dev.fovea.bench.kernels;

import dev.fovea.bench.kernels.OneDnnKernel.Argument;
import dev.fovea.op.Window;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/// oneDNN's convolutions and their gradients: direct and by Winograd where it has that (its third algorithm, `auto`,
/// picks one of the two), with images in the layout that it likes best and in NHWC; filters lie as it likes in both.
final class OneDnnConvolutions {
    private final OneDnn oneDnn;
    private final ConvolutionProblem problem;
    private final long[] x;
    private final long[] w;
    private final long[] y;
    private final long[] strides;
    private final long[] before;
    private final long[] after;

    private OneDnnConvolutions(OneDnn oneDnn, ConvolutionProblem problem) {
        this.oneDnn = oneDnn;
        this.problem = problem;
        Window g = problem.window();
        x = new long[] {problem.batch(), g.c(), g.h(), g.w()};
        w = new long[] {g.k(), g.c(), g.r(), g.s()};
        y = new long[] {problem.batch(), g.k(), g.oh(), g.ow()};
        strides = new long[] {g.strideH(), g.strideW()};
        before = new long[] {g.top(), g.left()};
        after = new long[] {g.paddedH() - g.top() - g.h(), g.paddedW() - g.left() - g.w()};
    }

    /// What oneDNN can do here, in every way that it offers.
    static List<Kernel> of(OneDnn oneDnn, ConvolutionProblem problem) {
        OneDnnConvolutions convolutions = new OneDnnConvolutions(oneDnn, problem);
        List<Kernel> kernels = new ArrayList<>();
        for (algorithm algorithm : List.of(algorithm.convolution_direct, algorithm.convolution_winograd)) {
            for (format_tag images : List.of(format_tag.any, format_tag.nhwc)) {
                convolutions.add(kernels, algorithm, images);
            }
        }
        return kernels;
    }

    /// Adds a kernel unless oneDNN has none.
    private void add(List<Kernel> kernels, algorithm algorithm, format_tag images) {
        memory.desc source = OneDnn.describe(x, images);
        memory.desc filters = OneDnn.describe(w, format_tag.any);
        memory.desc result = OneDnn.describe(y, images);
        String variant = algorithm.name().replace("convolution_", "")
                + (images == format_tag.any ? ", own layouts" : ", NHWC");
        convolution_forward.primitive_desc forward = forward(algorithm, source, filters, result);
        if (!forward.asBoolean()) {
            return;
        }
        switch (problem.pass()) {
            case FORWARD -> {
                memory.desc bias = OneDnn.describe(new long[] {problem.window().k()}, format_tag.a);
                kernels.add(new OneDnnKernel(
                        oneDnn, problem, variant, forward, new convolution_forward(forward),
                        List.of(
                                images(dnnl.DNNL_ARG_SRC, x, forward.src_desc()), filters(forward.weights_desc()),
                                new Argument(dnnl.DNNL_ARG_BIAS, bias, bias)),
                        images(dnnl.DNNL_ARG_DST, y, forward.dst_desc())));
            }
            case INPUT_GRADIENT -> {
                var by = new convolution_backward_data.primitive_desc(
                        oneDnn.engine(), algorithm, source, filters, result, strides, before, after, forward,
                        new primitive_attr(), true);
                if (by.asBoolean()) {
                    kernels.add(new OneDnnKernel(
                            oneDnn, problem, variant, by, new convolution_backward_data(by),
                            List.of(images(dnnl.DNNL_ARG_DIFF_DST, y, by.diff_dst_desc()), filters(by.weights_desc())),
                            images(dnnl.DNNL_ARG_DIFF_SRC, x, by.diff_src_desc())));
                }
            }
            case FILTER_GRADIENT -> {
                var by = new convolution_backward_weights.primitive_desc(
                        oneDnn.engine(), algorithm, source, filters, result, strides, before, after, forward,
                        new primitive_attr(), true);
                if (by.asBoolean()) {
                    kernels.add(new OneDnnKernel(
                            oneDnn, problem, variant, by, new convolution_backward_weights(by),
                            List.of(
                                    images(dnnl.DNNL_ARG_SRC, x, by.src_desc()),
                                    images(dnnl.DNNL_ARG_DIFF_DST, y, by.diff_dst_desc())),
                            new Argument(
                                    dnnl.DNNL_ARG_DIFF_WEIGHTS, OneDnn.describe(w, format_tag.hwio),
                                    by.diff_weights_desc())));
                }
            }
        }
    }

    /// With bias and ReLU where the problem is the forward pass, and bare as the hint that gradients ask for.
    private convolution_forward.primitive_desc forward(
            algorithm algorithm, memory.desc source, memory.desc filters, memory.desc result) {
        primitive_attr attributes = new primitive_attr();
        if (problem.pass() != ConvolutionProblem.Pass.FORWARD) {
            return new convolution_forward.primitive_desc(
                    oneDnn.engine(), prop_kind.forward_training, algorithm, source, filters, result, strides, before,
                    after, attributes, true);
        }
        post_ops relu = new post_ops();
        relu.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
        attributes.set_post_ops(relu);
        memory.desc bias = OneDnn.describe(new long[] {problem.window().k()}, format_tag.a);
        return new convolution_forward.primitive_desc(
                oneDnn.engine(), prop_kind.forward_training, algorithm, source, filters, bias, result, strides, before,
                after, attributes, true);
    }

    private Argument filters(memory.desc wanted) {
        return new Argument(dnnl.DNNL_ARG_WEIGHTS, OneDnn.describe(w, format_tag.hwio), wanted);
    }

    private static Argument images(int key, long[] dims, memory.desc wanted) {
        return new Argument(key, OneDnn.describe(dims, format_tag.nhwc), wanted);
    }
}
