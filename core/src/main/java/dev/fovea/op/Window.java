package dev.fovea.op;

import dev.fovea.tensor.Shape;

/// The geometry of a window that slides over an image: everything a convolution or pooling kernel
/// must know but the batch size. Images are h × w × c, outputs oh × ow × k, filters r × s × c/groups × k.
///
/// Output pixel (i, j) sees image pixels (i · strideH − top + r · dilationH, j · strideW − left + s · dilationW).
/// With `ceil` mode in pooling the last windows may reach past bottom and right padding.
///
/// The pixels that all windows touch, padding included, are at most [Shape#MOST] values of an image: so all offsets are
/// whole numbers of 32 bits, however large padding and dilation are.
///
/// @param h image height
/// @param w image width
/// @param c image channels
/// @param r filter height
/// @param s filter width
/// @param k output channels (for pooling: c)
/// @param strideH along an axis with one output, no more than it takes to leave the image: nothing sees it
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
        long paddedH = padded(oh, strideH, reach(r, dilationH));
        long paddedW = padded(ow, strideW, reach(s, dilationW));
        boolean outside = Math.max(h + (long) Math.max(0, top), paddedH) > Shape.MOST
                || Math.max(w + (long) Math.max(0, left), paddedW) > Shape.MOST;
        if (outside || paddedH * paddedW > Shape.MOST || paddedH * paddedW * c > Shape.MOST) {
            throw new IllegalArgumentException("a window of " + r + "×" + s + " (dilation " + dilationH + "×"
                    + dilationW + ", padding " + top + ", " + left + ") sees " + paddedH + "×" + paddedW + "×" + c
                    + " values of an image, padding included: expected at most 2³¹ − 77; lower padding or dilation");
        }
        strideH = seen(strideH, oh, h, top, reach(r, dilationH));
        strideW = seen(strideW, ow, w, left, reach(s, dilationW));
    }

    private static long padded(int outputs, int stride, long reach) {
        return (outputs - 1L) * stride + reach;
    }

    private static long reach(int taps, int dilation) {
        return (taps - 1L) * dilation + 1;
    }

    /// A stride without a second output only says that it leaves the image; the small ones, of which kernels have
    /// special cases, stay as they are.
    private static int seen(int stride, int outputs, int extent, int before, long reach) {
        long leaving = Math.max(extent + (long) Math.max(0, before), reach) + 2;
        return outputs == 1 ? (int) Math.min(stride, leaving) : stride;
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
        long room = (long) extent + before + after - reach;
        if (room < 0) {
            return 0;
        }
        long outputs = (ceil ? Math.ceilDiv(room, stride) : room / stride) + 1;
        long whole = ceil && (outputs - 1) * stride >= (long) extent + before ? outputs - 1 : outputs;
        if (whole > Shape.MOST) {
            throw new IllegalArgumentException("windows along an axis are at most 2³¹ − 77: got " + whole + " of "
                    + extent + " pixels with padding " + before + " and " + after + "; lower the padding");
        }
        return (int) whole;
    }

    /// Pixels from the first to the last that `taps` taps touch.
    static int wholeReach(int taps, int dilation) {
        long reach = reach(taps, dilation);
        if (reach > Shape.MOST) {
            throw new IllegalArgumentException("a window of " + taps + " pixels with dilation " + dilation
                    + " reaches over " + reach + " pixels: expected at most 2³¹ − 77; lower the dilation");
        }
        return (int) reach;
    }
}
