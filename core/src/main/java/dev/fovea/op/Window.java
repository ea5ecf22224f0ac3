package dev.fovea.op;

/// The geometry of a window that slides over an image: everything a convolution or pooling kernel
/// must know but the batch size. Images are h × w × c, outputs oh × ow × k, filters r × s × c/groups × k.
///
/// Output pixel (i, j) sees image pixels (i · strideH − top + r · dilationH, j · strideW − left + s · dilationW).
/// With `ceil` mode in pooling the last windows may reach past bottom and right padding.
///
/// @param h image height
/// @param w image width
/// @param c image channels
/// @param r filter height
/// @param s filter width
/// @param k output channels (for pooling: c)
/// @param top padding rows above; rows below follow from `oh`
/// @param left padding columns to the left; columns to the right follow from `ow`
/// @param groups c and k are cut into so many independent groups
/// @param oh output height
/// @param ow output width
public record Window(
        int h, int w, int c, int r, int s, int k, int strideH, int strideW, int top, int left,
        int dilationH, int dilationW, int groups, int oh, int ow) {

    public Window {
        if (oh < 1 || ow < 1) {
            throw new IllegalArgumentException(
                    "a window of " + r + "×" + s + " (dilation " + dilationH + "×" + dilationW
                    + ") does not fit into an image of " + h + "×" + w + " with padding " + top + ", " + left);
        }
    }

    /// Rows of the image, padding included, that one column of windows touches.
    public int paddedH() {
        return (oh - 1) * strideH + reachH();
    }

    /// Columns of the image, padding included, that one row of windows touches.
    public int paddedW() {
        return (ow - 1) * strideW + reachW();
    }

    /// Rows from the first to the last that a window touches.
    public int reachH() {
        return (r - 1) * dilationH + 1;
    }

    /// Columns from the first to the last that a window touches.
    public int reachW() {
        return (s - 1) * dilationW + 1;
    }

    /// Multiply-adds of a convolution of one image.
    public long multiplyAdds() {
        return (long) oh * ow * k * r * s * (c / groups);
    }

    /// The extent of the output: ⌊(n + padding − reach) / stride⌋ + 1, or rounded up in `ceil` mode;
    /// a window that `ceil` adds must start inside the image or its leading padding.
    static int outputs(int extent, int before, int after, int reach, int stride, boolean ceil) {
        int room = extent + before + after - reach;
        if (room < 0) {
            return 0;
        }
        int outputs = (ceil ? Math.ceilDiv(room, stride) : room / stride) + 1;
        return ceil && (outputs - 1) * stride >= extent + before ? outputs - 1 : outputs;
    }
}
