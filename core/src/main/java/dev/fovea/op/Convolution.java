package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `y[n,i,j,k] = Σ over r, s, c of x[n, p, q, c] · w[r,s,c,k]` with `p = i·strideH − top + r·dilationH` and
/// `q = j·strideW − left + s·dilationW`: a cross-correlation (the filter is not flipped). With groups, output channels
/// k of a group see that group's input channels only; groups = channels is a depthwise convolution.
///
/// Shapes: x is N × h × w × c, filters are r × s × c/groups × k, y is N × oh × ow × k.
public record Convolution(int strideH, int strideW, Padding padding, int dilationH, int dilationW, int groups)
        implements Primitive {
    public Convolution {
        if (strideH < 1 || strideW < 1 || dilationH < 1 || dilationW < 1 || groups < 1) {
            throw new IllegalArgumentException("stride, dilation and groups must be at least 1: got stride=" + strideH
                    + "×" + strideW + ", dilation=" + dilationH + "×" + dilationW + ", groups=" + groups);
        }
    }

    /// A convolution of one stride, without dilation or groups.
    public static Convolution of(int stride, Padding padding) {
        return new Convolution(stride, stride, padding, 1, 1, 1);
    }

    /// The geometry for images and filters of the given shapes.
    public Window window(Shape x, Shape w) {
        int c = x.dim(3);
        int k = w.dim(3);
        if (c % groups != 0 || k % groups != 0) {
            throw new IllegalArgumentException(
                    "groups must divide channels: got groups=" + groups + ", channels=" + c + ", filters=" + k);
        }
        if (w.dim(2) != c / groups) {
            throw new IllegalArgumentException("filters must see channels / groups = " + c / groups
                    + " channels: got filters " + w + " for images " + x);
        }
        int reachH = Window.wholeReach(w.dim(0), dilationH);
        int reachW = Window.wholeReach(w.dim(1), dilationW);
        int top = padding.before(x.dim(1), reachH, strideH, true);
        int left = padding.before(x.dim(2), reachW, strideW, false);
        int bottom = padding.after(x.dim(1), reachH, strideH, true);
        int right = padding.after(x.dim(2), reachW, strideW, false);
        return new Window(
                x.dim(1), x.dim(2), c, w.dim(0), w.dim(1), k, strideH, strideW, top, left, dilationH, dilationW, groups,
                Window.outputs(x.dim(1), top, bottom, reachH, strideH, false),
                Window.outputs(x.dim(2), left, right, reachW, strideW, false));
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        InputCheck.inputs(this, inputs, 2);
        Shape x = InputCheck.images(this, inputs.get(0));
        Shape w = InputCheck.rank(this, inputs.get(1), 4, "filters, height × width × channels / groups × filters");
        Window window = window(x, w);
        return Shape.of(x.dim(0), window.oh(), window.ow(), window.k());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        Node x = output.input(0);
        Node w = output.input(1);
        return List.of(
                new InputGradient(this, x.shape()).on(upstream, w),
                new FilterGradient(this, w.shape()).on(x, upstream));
    }

    @Override
    public long multiplyAdds(List<Shape> inputs, Shape output) {
        return window(inputs.get(0), inputs.get(1)).multiplyAdds();
    }

    /// `dx[n,h,w,c] = Σ of dy[n,i,j,k] · w[r,s,c,k]` over all i, j, r, s, k where window (i, j) has pixel (h, w)
    /// at (r, s).
    public record InputGradient(Convolution convolution, Shape x) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            InputCheck.inputs(this, inputs, 2);
            InputCheck.same(this, convolution.shape(List.of(x, inputs.get(1))), inputs.get(0));
            return x;
        }

        /// A convolution of convolutions: linear in dy and in the filters.
        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            Node dy = output.input(0);
            Node w = output.input(1);
            return List.of(convolution.on(upstream, w), new FilterGradient(convolution, w.shape()).on(upstream, dy));
        }

        @Override
        public long multiplyAdds(List<Shape> inputs, Shape output) {
            return convolution.window(x, inputs.get(1)).multiplyAdds();
        }

        @Override
        public String label() {
            return "Convolution.InputGradient";
        }
    }

    /// `dw[r,s,c,k] = Σ over samples n and windows (i, j) of x[n, …, c] · dy[n,i,j,k]`.
    public record FilterGradient(Convolution convolution, Shape w) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            InputCheck.inputs(this, inputs, 2);
            InputCheck.same(this, convolution.shape(List.of(inputs.get(0), w)), inputs.get(1));
            return w;
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            Node x = output.input(0);
            Node dy = output.input(1);
            return List.of(new InputGradient(convolution, x.shape()).on(dy, upstream), convolution.on(x, upstream));
        }

        @Override
        public long multiplyAdds(List<Shape> inputs, Shape output) {
            return convolution.window(inputs.get(0), w).multiplyAdds();
        }

        @Override
        public String label() {
            return "Convolution.FilterGradient";
        }
    }
}
