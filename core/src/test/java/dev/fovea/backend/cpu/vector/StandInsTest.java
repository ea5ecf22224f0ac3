package dev.fovea.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.SmallTile;
import dev.fovea.backend.cpu.vector.tile.Tile;
import dev.fovea.backend.cpu.vector.tile.Tile12x1;
import dev.fovea.backend.cpu.vector.tile.Tile14x2;
import dev.fovea.backend.cpu.vector.tile.Tile4x2;
import dev.fovea.backend.cpu.vector.tile.Tile4x4;
import dev.fovea.backend.cpu.vector.tile.Tile6x2;
import dev.fovea.backend.cpu.vector.tile.Tile6x4;
import dev.fovea.backend.cpu.vector.tile.Tile8x3;
import dev.fovea.backend.cpu.vector.tile.WarmUp;
import dev.fovea.tensor.Seed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What stands in for a kernel until it is compiled gives its bits.
@Tag("kernels")
class StandInsTest {
    private static final int[] LENGTHS = {0, 1, 2, 17, 100};
    private static final int ODD = 53;

    @BeforeEach
    void requireTheModule() {
        assumeThat(ModuleLayer.boot().findModule("jdk.incubator.vector"))
                .as("vector kernels, with --add-modules jdk.incubator.vector")
                .isPresent();
    }

    private static List<Tile> tiles() {
        return List.of(
                new Tile6x4(), new Tile4x4(), new Tile8x3(),
                new Tile14x2(), new Tile12x1(), new Tile6x2(), new Tile4x2());
    }

    private static float[] values(int stream, int size) {
        Seed seed = Seed.of(5).derive(stream);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) seed.normal(i);
        }
        return values;
    }

    @Test
    void theSmallTileGivesTheBitsOfEachLargeOneByRows() {
        for (Tile tile : tiles()) {
            int width = tile.width();
            int rows = tile.rows();
            Tile small = new SmallTile(rows, tile.vectors());
            int[] at = new int[rows + 1];
            Arrays.setAll(at, p -> p * 113);
            for (int length : LENGTHS) {
                float[] a = values(1, (rows + 1) * 113 + length + 3);
                float[] b = values(2, length * width + 5);
                float[] s = values(3, rows * (width + 7) + 9);
                float[] expected = values(4, rows * (width + 3) + 11);
                float[] received = expected.clone();

                tile.rows(length, a, 3, at, 1, b, 5, s, 9, width + 7, expected, 11, width + 3);
                small.rows(length, a, 3, at, 1, b, 5, s, 9, width + 7, received, 11, width + 3);

                assertThat(received).as("%s, %d", tile.getClass().getSimpleName(), length).isEqualTo(expected);
            }
        }
    }

    @Test
    void theSmallTileGivesTheBitsOfEachLargeOneByColumns() {
        for (Tile tile : tiles()) {
            int width = tile.width();
            int rows = tile.rows();
            Tile small = new SmallTile(rows, tile.vectors());
            for (int length : LENGTHS) {
                float[] a = values(1, length * (rows + 2) + rows + 3);
                float[] b = values(2, length * (width + 4) + width + 5);
                float[] expected = values(4, rows * (width + 3) + 11);
                float[] received = expected.clone();

                // From its own sums, as a long sum goes on, and from zeros with a step of 0.
                tile.columns(length, a, 3, rows + 2, b, 5, width + 4, expected, 11, width + 3, expected, 11, width + 3);
                small.columns(
                        length, a, 3, rows + 2, b, 5, width + 4, received, 11, width + 3, received, 11, width + 3);
                assertThat(received).as("%s, %d", tile.getClass().getSimpleName(), length).isEqualTo(expected);

                float[] zeros = new float[width];
                tile.columns(length, a, 3, rows + 2, b, 5, width + 4, zeros, 0, 0, expected, 11, width + 3);
                small.columns(length, a, 3, rows + 2, b, 5, width + 4, zeros, 0, 0, received, 11, width + 3);
                assertThat(received).as("%s, %d", tile.getClass().getSimpleName(), length).isEqualTo(expected);
            }
        }
    }

    @Test
    void plainTransformsGiveTheBitsOfThoseOnVectors() {
        WarmUp.await();
        assertThat(WarmUp.isFirstOver()).isTrue();
        int n = 3 * Lanes.COUNT;
        int tiles = 5;
        float[] x = values(1, 4 * 20 * n);
        x[7] = Float.NaN;
        x[n + 1] = Float.POSITIVE_INFINITY;
        x[2 * n] = -0f;
        for (int which = 0; which < 4; which++) {
            float[] expected = new float[4 * tiles * n];
            float[] received = expected.clone();
            Winograd.inputRow(which, tiles, n, x, 3, 20 * n - 3, n, expected, 0, n, tiles * n);
            int plus = 3 + (which == 0 ? 0 : which == 2 ? 2 : 1) * (20 * n - 3);
            int other = 3 + (which == 3 ? 3 : which == 2 ? 1 : 2) * (20 * n - 3);
            PlainWinograd.inputs(
                    n, tiles, x, plus, other, which == 1 ? 1f : -1f, n, received, 0, n, tiles * n);
            assertThat(received).as("inputs %d", which).isEqualTo(expected);

            Winograd.upstreamRow(which, tiles, n, x, 3, 20 * n, n, expected, 0, n, tiles * n);
            PlainWinograd.upstreams(
                    n, tiles, x, 3, 3 + 20 * n, which == 3 ? 0f : 1f, which == 0 ? 0f : which == 1 ? 1f : -1f, n,
                    received, 0, n, tiles * n);
            assertThat(received).as("upstreams %d", which).isEqualTo(expected);
        }
        float[] m = values(2, 16 * tiles * n);
        m[5] = Float.NaN;
        float[] bias = values(3, n);
        for (int which = 0; which < 2; which++) {
            for (int right : new int[] {0, n}) {
                float floor = right == 0 ? 0f : Float.NEGATIVE_INFINITY;
                float[] expected = new float[2 * tiles * n];
                float[] received = expected.clone();
                int step = tiles * n;
                Winograd.outputRow(which, tiles, n, m, 0, n, step, bias, 0, floor, expected, 0, right, n);
                PlainWinograd.outputs(
                        n, tiles, m, 4 * which * step, n, step, which == 0 ? 1f : -1f, bias, 0, floor, received, 0,
                        right, n);
                assertThat(received).as("outputs %d, %d", which, right).isEqualTo(expected);
            }
        }
    }

    @Test
    void plainTransformsOfFiltersGiveTheBitsOfThoseOnVectors() {
        WarmUp.await();
        int n = 2 * Lanes.COUNT;
        float[] expected = values(1, 16 * n);
        float[] received = expected.clone();
        Winograd.filters(n, expected, 0, n);
        for (int column = 0; column < 3; column++) {
            PlainWinograd.spread(n, received, column * n, 4 * n);
        }
        for (int row = 0; row < 4; row++) {
            PlainWinograd.spread(n, received, 4 * row * n, n);
        }
        assertThat(received).isEqualTo(expected);

        Winograd.filterGradientColumns(n, expected, 0, n);
        for (int column = 0; column < 4; column++) {
            PlainWinograd.fold(n, received, column * n, 4 * n, received, column * n, 4 * n);
        }
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void fewRowsGiveTheBitsOfTheDefinition() {
        int depth = 37;
        int width = ODD;
        float[] a = values(1, 4 * depth);
        float[] b = values(2, depth * width);
        for (int rows = 1; rows <= 4; rows++) {
            float[] start = values(3, rows * width);
            float[] expected = start.clone();
            for (int p = 0; p < rows; p++) {
                for (int t = 0; t < depth; t++) {
                    for (int j = 0; j < width; j++) {
                        expected[p * width + j] =
                                Math.fma(b[t * width + j], a[p * depth + t], expected[p * width + j]);
                    }
                }
            }
            float[] plain = start.clone();
            for (int t = 0; t < depth; t++) {
                for (int p = 0; p < rows; p++) {
                    FewRows.plain(width, a[p * depth + t], b, t * width, plain, p * width);
                }
            }
            assertThat(plain).as("%d rows, plain", rows).isEqualTo(expected);
            for (int time = 0; time < 2; time++) {
                float[] received = start.clone();
                FewRows.add(rows, depth, width, a, 0, depth, b, 0, width, received, 0, width);
                assertThat(received).as("%d rows, time %d", rows, time).isEqualTo(expected);
                WarmUp.await();
            }
        }
    }

    @Test
    void rowsGiveTheBitsOfTheDefinition() {
        for (int time = 0; time < 2; time++) {
            for (int n : new int[] {1, 15, 16, 35}) {
                float[] x = values(1, n);
                float[] y = values(2, n + 2);
                float[] expected = y.clone();
                for (int i = 0; i < n; i++) {
                    float sum = expected[1 + i] + x[i];
                    expected[1 + i] = sum < 0 ? 0 : sum;
                }
                RowLoops.add(n, x, 0, y, 1);
                RowLoops.relu(n, y, 1);
                assertThat(y).as("%d floats, time %d", n, time).isEqualTo(expected);
            }
            float[] from = values(3, 200);
            float[] to = new float[200];
            RowLoops.gather(3, 5, from, 2, new int[] {0, 40, 90}, to, 1, 50);
            for (int p = 0; p < 3; p++) {
                assertThat(Arrays.copyOfRange(to, 1 + 50 * p, 6 + 50 * p))
                        .isEqualTo(Arrays.copyOfRange(from, new int[] {2, 42, 92}[p], new int[] {7, 47, 97}[p]));
            }
            WarmUp.await();
        }
    }
}
