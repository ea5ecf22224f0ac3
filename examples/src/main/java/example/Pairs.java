package example;

import dev.fovea.data.Dataset;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.List;

/// Two figures side by side, 16 × 32; the class says whether they are the same. Neither half tells alone.
///
/// @param size how many images there are
record Pairs(int size, Seed seed) implements Dataset {
    private static final List<Shapes.Figure> FIGURES =
            List.of(Shapes.Figure.DISC, Shapes.Figure.SQUARE, Shapes.Figure.CROSS);

    @Override
    public Shape sample() {
        Shape half = half("left").sample();
        return Shape.of(half.dim(0), 2 * half.dim(1), 1);
    }

    @Override
    public List<String> labels() {
        return List.of("different", "same");
    }

    /// Half of the pairs are of one figure.
    @Override
    public int label(int index) {
        return index % 2;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int left = seed.below(FIGURES.size(), 2L * index);
        int other = 1 + seed.below(FIGURES.size() - 1, 2L * index + 1);
        int right = label(index) == 1 ? left : (left + other) % FIGURES.size();
        draw(half("left"), index * FIGURES.size() + left, into, offset, 0);
        draw(half("right"), index * FIGURES.size() + right, into, offset, 1);
    }

    /// Figures of a stream of their own; image i shows figure i mod 3.
    private Shapes half(String side) {
        return new Shapes(FIGURES, size * FIGURES.size(), seed.derive(side));
    }

    private static void draw(Shapes shapes, int index, float[] into, int offset, int place) {
        int rows = shapes.sample().dim(0);
        int columns = shapes.sample().dim(1);
        float[] figure = new float[rows * columns];
        shapes.read(index, figure, 0);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(figure, row * columns, into, offset + (2 * row + place) * columns, columns);
        }
    }
}
