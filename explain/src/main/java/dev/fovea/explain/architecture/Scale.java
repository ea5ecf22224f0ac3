package dev.fovea.explain.architecture;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;

/// How large blocks are drawn: sides grow with the square roots of what they stand for, so that 227 × 227 × 3 and
/// 1 × 1 × 4096 are both readable.
///
/// @param side pixels of an image with the largest side
/// @param channels the most of an image
/// @param units the most of a flat output
record Scale(double side, double channels, double units) {
    private static final double TALLEST = 120;
    private static final double WIDEST = 46;
    private static final double TALLEST_BAR = 110;

    /// Pixels that the root of one channel takes at most.
    private static final double CHANNEL = 3;

    /// A face, and how far its back lies to the right and above.
    record Cuboid(double width, double height, double right, double up) {}

    static Scale of(List<Part.Sequence> networks) {
        List<Shape> shapes = networks.stream().flatMap(Scale::shapes).toList();
        double side = 1;
        double channels = 1;
        double units = 1;
        for (Shape shape : shapes) {
            if (shape.rank() == 1) {
                units = Math.max(units, shape.size());
            } else {
                side = Math.max(side, Math.max(shape.dim(0), shape.rank() > 2 ? shape.dim(1) : 1));
                channels = Math.max(channels, shape.dim(-1));
            }
        }
        return new Scale(side, channels, units);
    }

    private static Stream<Shape> shapes(Part part) {
        Stream<Shape> own = Stream.of(part.input(), part.output());
        return switch (part) {
            case Part.Sequence sequence -> Stream.concat(own, sequence.parts().stream().flatMap(Scale::shapes));
            case Part.Repeated repeated -> shapes(repeated.part());
            case Part.Block _, Part.Fork _, Part.Side _ -> own;
        };
    }

    Cuboid cuboid(Shape shape) {
        if (shape.rank() < 2) {
            return new Cuboid(9, Math.max(16, TALLEST_BAR * Math.sqrt(shape.size() / units)), 5, 4);
        }
        double height = Math.max(10, TALLEST * Math.sqrt(shape.dim(0) / side));
        double depth = Math.max(10, TALLEST * Math.sqrt((shape.rank() > 2 ? shape.dim(1) : 1) / side));
        double width = 3 + Math.sqrt(shape.dim(-1)) * Math.min(CHANNEL, WIDEST / Math.sqrt(channels));
        return new Cuboid(width, height, 0.26 * depth, Math.min(0.18 * depth, height / 2));
    }
}
