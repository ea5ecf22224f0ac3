package dev.fovea.bench.golden;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Operations that move numbers and compute none, and resizing.
final class LayoutCases {
    private LayoutCases() {}

    static Golden zeroPadding() {
        return Golden.of(
                "zero-padding",
                "Zeros around an image; `padding` is [top, bottom, left, right].",
                List.of(
                        padding("constant", 1, 1, 1, 1),
                        padding("constant", 0, 2, 3, 1),
                        padding("constant", 4, 0, 0, 5)));
    }

    static Golden reflectPadding() {
        return Golden.of(
                "reflect-padding",
                "The image mirrored at its border, the border pixel itself not repeated; `padding` is"
                        + " [top, bottom, left, right].",
                List.of(
                        padding("reflect", 1, 1, 1, 1),
                        padding("reflect", 0, 2, 3, 1),
                        padding("reflect", 3, 1, 0, 2)));
    }

    static Golden resize() {
        return Golden.of(
                "resize",
                "Images at another height and width (`size`), as libtorch's upsample_nearest2d and upsample_bilinear2d;"
                        + " LINEAR has half-pixel centres, LINEAR_CORNERS is align_corners.",
                List.of(
                        resize("NEAREST", 6, 8, 2, 3, 4, 2), resize("NEAREST", 5, 3, 1, 3, 7, 2),
                        resize("LINEAR", 6, 8, 2, 3, 4, 2), resize("LINEAR", 5, 3, 1, 3, 7, 2),
                        resize("LINEAR", 7, 4, 1, 5, 1, 3), resize("LINEAR_CORNERS", 6, 8, 2, 3, 4, 2),
                        resize("LINEAR_CORNERS", 5, 3, 1, 3, 7, 2), resize("LINEAR_CORNERS", 1, 4, 1, 5, 1, 3)));
    }

    private static Case resize(String mode, long height, long width, long... shape) {
        String name = mode + " " + Arrays.toString(shape) + " to " + height + " by " + width;
        long[] size = {height, width};
        return Case.of(name)
                .with("mode", mode)
                .with("size", List.of((int) height, (int) width))
                .input("x", Draw.of("resize " + name).values(shape))
                .differentiate(in -> {
                    Tensor x = Torch.channelsFirst(in.get("x"));
                    return Torch.channelsLast(mode.equals("NEAREST")
                            ? torch.upsample_nearest2d(x, size, new DoubleOptional(), new DoubleOptional())
                            : torch.upsample_bilinear2d(
                                    x, size, mode.equals("LINEAR_CORNERS"), new DoubleOptional(),
                                    new DoubleOptional()));
                });
    }

    static Golden concatenate() {
        return Golden.of(
                "concatenate",
                "Inputs a, b, c joined along `axis`.",
                List.of(
                        concatenate(3, new long[][] {{2, 3, 2, 1}, {2, 3, 2, 5}, {2, 3, 2, 3}}),
                        concatenate(1, new long[][] {{2, 3, 2, 3}, {2, 1, 2, 3}}),
                        concatenate(1, new long[][] {{4, 5}, {4, 3}, {4, 1}})));
    }

    static Golden slice() {
        return Golden.of(
                "slice",
                "x from `from` (included) to `to` (excluded) along `axis`.",
                List.of(
                        slice(3, 1, 4, 2, 3, 2, 7),
                        slice(1, 0, 2, 2, 5, 3, 2),
                        slice(2, 3, 5, 1, 2, 5, 3),
                        slice(1, 2, 3, 4, 6)));
    }

    static Golden transpose() {
        return Golden.of(
                "transpose",
                "Axis i of y is axis `axes`[i] of x.",
                List.of(
                        transpose(new long[] {1, 0}, 5, 7),
                        transpose(new long[] {0, 3, 1, 2}, 2, 3, 4, 5),
                        transpose(new long[] {0, 2, 3, 1}, 2, 3, 4, 5),
                        transpose(new long[] {0, 2, 1}, 2, 3, 5)));
    }

    static Golden reshape() {
        Case flatten = Case.of("flatten")
                .with("shape", List.of(2, 24))
                .input("x", Draw.of("flatten").values(2, 3, 4, 2))
                .differentiate(in -> in.get("x").reshape(2, 24));
        return Golden.of("reshape", "Row-major order is kept.", List.of(flatten));
    }

    private static Case padding(String mode, int top, int bottom, int left, int right) {
        Border border = Border.of(top, bottom, left, right);
        String name = border.word().toString();
        return Case.of(name)
                .with("padding", border.word())
                .input("x", Draw.of(mode + " padding " + name).values(2, 4, 5, 2))
                .differentiate(in ->
                        Torch.channelsLast(Torch.pad(Torch.channelsFirst(in.get("x")), border, mode, 0)));
    }

    private static Case concatenate(int axis, long[][] shapes) {
        String name = shapes.length + " along axis " + axis + " of " + shapes[0].length;
        Draw draw = Draw.of("concatenate " + name);
        Case joined = Case.of(name).with("axis", axis);
        for (int i = 0; i < shapes.length; i++) {
            joined = joined.input("abc".substring(i, i + 1), draw.values(shapes[i]));
        }
        return joined.differentiate(in -> torch.cat(new TensorVector(in.all().values().toArray(new Tensor[0])), axis));
    }

    private static Case slice(int axis, int from, int to, long... shape) {
        String name = from + " to " + to + " of axis " + axis + " of " + Arrays.toString(shape);
        return Case.of(name)
                .with("axis", axis)
                .with("from", from)
                .with("to", to)
                .input("x", Draw.of("slice " + name).values(shape))
                .differentiate(in -> Torch.slice(in.get("x"), axis, from, to));
    }

    private static Case transpose(long[] axes, long... shape) {
        String name = Arrays.toString(axes);
        return Case.of(name)
                .with("axes", Arrays.stream(axes).mapToObj(axis -> (int) axis).toList())
                .input("x", Draw.of("transpose " + name).values(shape))
                .differentiate(in -> in.get("x").permute(axes));
    }
}
