package example;

import dev.fovea.data.Dataset;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.List;

/// Drawn figures on a noisy ground, 16 × 16, one class a figure. Image `index` is a pure function of the seed,
/// so nothing is stored and any thread may ask.
///
/// @param figures the classes
/// @param size how many images there are
record Shapes(List<Figure> figures, int size, Seed seed) implements Dataset {
    private static final int SIDE = 16;
    private static final double NOISE = 0.2;

    /// Whether a point is on the figure; (0, 0) is its centre and 1 its reach.
    enum Figure {
        DISC {
            @Override
            boolean has(double x, double y) {
                return x * x + y * y < 1;
            }
        },
        SQUARE {
            @Override
            boolean has(double x, double y) {
                return Math.max(Math.abs(x), Math.abs(y)) < 0.9;
            }
        },
        CROSS {
            @Override
            boolean has(double x, double y) {
                return Math.min(Math.abs(x), Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 1;
            }
        },
        RING {
            @Override
            boolean has(double x, double y) {
                double radius = x * x + y * y;
                return radius < 1 && radius > 0.35;
            }
        },
        TRIANGLE {
            @Override
            boolean has(double x, double y) {
                return y < 0.8 && Math.abs(x) < (y + 1) / 2;
            }
        };

        abstract boolean has(double x, double y);
    }

    @Override
    public Shape sample() {
        return Shape.of(SIDE, SIDE, 1);
    }

    @Override
    public List<String> labels() {
        return figures.stream().map(figure -> figure.name().toLowerCase(java.util.Locale.ROOT)).toList();
    }

    @Override
    public int label(int index) {
        return index % figures.size();
    }

    /// A figure of random size at a random place.
    @Override
    public void read(int index, float[] into, int offset) {
        Figure figure = figures.get(label(index));
        Seed image = seed.derive(index);
        double reach = 4 + 3 * image.uniform(0);
        double top = SIDE / 2.0 + 3 * image.uniform(1) - 1.5;
        double left = SIDE / 2.0 + 3 * image.uniform(2) - 1.5;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int pixel = row * SIDE + column;
                boolean inside = figure.has((column + 0.5 - left) / reach, (row + 0.5 - top) / reach);
                into[offset + pixel] = (float) ((inside ? 1 - NOISE : 0) + NOISE * image.uniform(3 + pixel));
            }
        }
    }
}
