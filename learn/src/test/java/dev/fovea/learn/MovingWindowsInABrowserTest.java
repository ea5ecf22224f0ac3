package dev.fovea.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Windows that move over numbers: what is shown at every step, worked out here from the formulas.
class MovingWindowsInABrowserTest extends MovingPages {
    MovingWindowsInABrowserTest() {
        super(List.of("xo", "convolution", "pooling", "receptive-field"));
    }

    /// Sums of products of a kernel over a picture with a border of zeros.
    private static double[][] correlated(double[][] image, double[][] kernel, int stride, int border) {
        int k = kernel.length;
        int count = (image.length + 2 * border - k) / stride + 1;
        double[][] output = new double[count][count];
        for (int i = 0; i < count * k * k * count; i++) {
            int row = i / count / k / k;
            int column = i / k / k % count;
            int y = row * stride - border + i / k % k;
            int x = column * stride - border + i % k;
            boolean inside = y >= 0 && y < image.length && x >= 0 && x < image.length;
            output[row][column] += inside ? image[y][x] * kernel[i / k % k][i % k] : 0;
        }
        return output;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[][] square(double[] numbers) {
        int side = (int) Math.sqrt(numbers.length);
        double[][] rows = new double[side][];
        for (int i = 0; i < side; i++) {
            rows[i] = Arrays.copyOfRange(numbers, i * side, (i + 1) * side);
        }
        return rows;
    }

    @Test
    void theKernelsSumsFillTheOutput() {
        Film film = pages.film("convolution", 0, -1);
        double[] wanted = {-6, -8, -12, -14};
        assertThat(film.size()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(film.at(i).value("sum")).isEqualTo(wanted[i]);
            assertThat(film.at(i).window("image")).containsExactly(i / 2, i % 2, 2, 2);
            double[] output = film.at(i).numbers("output");
            assertThat(Arrays.copyOf(output, i + 1)).containsExactly(Arrays.copyOf(wanted, i + 1));
            assertThat(Arrays.stream(output).filter(Double::isNaN).count()).isEqualTo(3 - i);
            assertThat(Arrays.stream(film.at(i).numbers("products")).sum()).isEqualTo(wanted[i]);
        }
        assertThat(film.last().shown("output")).containsExactly("−6", "−8", "−12", "−14");
    }

    @Test
    void stridesAndBordersGiveTheFormulasSize() {
        double[][] image = {{0, 0, 1, 0, 0}, {0, 0, 2, 0, 0}, {1, 2, 3, 2, 1}, {0, 0, 2, 0, 0}, {0, 0, 1, 0, 0}};
        double[][] edges = {{-1, -1, -1}, {-1, 8, -1}, {-1, -1, -1}};
        int[][] settings = {{0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 1}, {2, 2}};
        for (int choice = 0; choice < settings.length; choice++) {
            Film film = pages.film("convolution", 2, choice);
            double[][] wanted = correlated(image, edges, settings[choice][1], settings[choice][0]);
            assertThat(film.size()).isEqualTo(wanted.length * wanted.length);
            assertThat(film.last().numbers("output")).containsExactly(flat(wanted));
            assertThat(film.last().value("size")).isEqualTo(wanted.length);
            for (int i = 0; i < film.size(); i++) {
                assertThat(film.at(i).value("sum")).isEqualTo(flat(wanted)[i]);
            }
        }
    }

    @Test
    void theChannelsPartsAreAdded() {
        Film film = pages.film("convolution", 1, -1);
        double[] wanted = {8, 13, 19, 20, 10, 11, 15, 18};
        assertThat(film.size()).isEqualTo(8);
        for (int i = 0; i < 8; i++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                int[] at = film.at(i).window("plane " + c);
                double part = correlated(
                        square(film.at(i).numbers("plane " + c)), square(film.at(i).numbers("kernel " + c)), 1,
                        0)[at[0]][at[1]];
                assertNear(film.at(i).numbers("part " + c), part);
                sum += part;
            }
            assertThat(film.at(i).value("sum")).isEqualTo(wanted[i]).isEqualTo(sum);
        }
    }

    @Test
    void poolingKeepsTheGreatestAndTheMean() {
        int[] steps = {1, 2, 1, 2, 2};
        int[] places = {4, 4, 9, 4, 16};
        for (int choice = 0; choice < 5; choice++) {
            Film film = pages.film("pooling", 0, choice);
            assertThat(film.size()).isEqualTo(places[choice]);
            double[][] image = square(film.at(0).numbers("image"));
            int across = (int) Math.sqrt(places[choice]);
            for (int i = 0; i < film.size(); i++) {
                int top = i / across * steps[choice];
                int left = i % across * steps[choice];
                int bottom = Math.min(image.length, top + 2);
                int right = Math.min(image.length, left + 2);
                assertThat(film.at(i).window("image")).containsExactly(top, left, bottom - top, right - left);
                double[] seen = Arrays.stream(image, top, bottom)
                        .flatMapToDouble(row -> Arrays.stream(row, left, right)).toArray();
                assertThat(film.at(i).value("max")).isEqualTo(Arrays.stream(seen).max().orElseThrow());
                assertThat(film.at(i).value("average"))
                        .isCloseTo(Arrays.stream(seen).average().orElseThrow(), within(1e-5));
            }
        }
    }

    private static final double[][][] FEATURES = {
        {{1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}}, {{1, -1, 1}, {-1, 1, -1}, {1, -1, 1}},
        {{-1, -1, 1}, {-1, 1, -1}, {1, -1, -1}}
    };

    /// Max pooling of 2 × 2, by 2, rounded up.
    private static double[][] halved(double[][] map) {
        int count = (map.length + 1) / 2;
        double[][] halved = new double[count][count];
        for (double[] row : halved) {
            Arrays.fill(row, Double.NEGATIVE_INFINITY);
        }
        for (int i = 0; i < map.length; i++) {
            for (int j = 0; j < map.length; j++) {
                halved[i / 2][j / 2] = Math.max(halved[i / 2][j / 2], map[i][j]);
            }
        }
        return halved;
    }

    private static double[][] each(double[][] map, DoubleUnaryOperator change) {
        return Arrays.stream(map).map(row -> Arrays.stream(row).map(change).toArray()).toArray(double[][]::new);
    }

    @Test
    void lettersPassThroughFeaturesReluAndPooling() {
        for (int choice = 0; choice < 6; choice++) {
            Film film = pages.film("xo", 0, choice);
            double[][] letter = square(film.at(0).numbers("letter"));
            assertThat(flat(letter)).hasSize(81).containsOnly(-1, 1);
            double[][] feature = FEATURES[choice % 3];
            double[][] map = each(correlated(letter, feature, 1, 0), sum -> sum / 9);
            for (int i = 0; i < 49; i++) {
                assertThat(film.at(i).value("value")).isCloseTo(map[i / 7][i % 7], within(1e-6));
                assertThat(film.at(i).window("letter")).containsExactly(i / 7, i % 7, 3, 3);
            }
            assertNear(film.at(48).numbers("convolved"), flat(map));
            double[][] rectified = each(map, value -> Math.max(0, value));
            double[][] pooled = halved(rectified);
            assertNear(film.at(49).numbers("rectified"), flat(rectified));
            for (int i = 0; i < 16; i++) {
                assertThat(film.at(50 + i).numbers("pooled")[i]).isCloseTo(pooled[i / 4][i % 4], within(1e-6));
            }
            double[][] again = each(correlated(pooled, feature, 1, 1), sum -> sum / 9);
            assertNear(film.at(66).numbers("again 0"), flat(again));
            assertNear(film.at(67).numbers("again 1"), flat(each(again, value -> Math.max(0, value))));
            assertNear(film.at(68).numbers("again 2"), flat(halved(each(again, value -> Math.max(0, value)))));
            assertNear(film.at(69).numbers("second"), flat(halved(pooled)));
            double[] list = film.at(70).numbers("list");
            assertNear(Arrays.copyOfRange(list, 4 * (choice % 3), 4 * (choice % 3) + 4), flat(halved(pooled)));
            boolean isX = choice < 3;
            assertThat(film.last().value("vote X")).isCloseTo(mean(list, 1, 4, 5, 10, 11), within(1e-6));
            assertThat(film.last().value("vote O")).isCloseTo(mean(list, 2, 3, 9, 12), within(1e-6));
            assertThat(film.last().value("vote X") > film.last().value("vote O")).isEqualTo(isX);
            assertThat(film.size()).isEqualTo(72);
        }
    }

    private static double mean(double[] list, int... places) {
        return Arrays.stream(places).mapToDouble(place -> list[place - 1]).average().orElseThrow();
    }

    @Test
    void theFieldGrowsLayerByLayer() {
        int[][] small = {{3, 1}, {3, 1}, {2, 2}, {3, 1}};
        int[][] lenet = {{5, 1}, {2, 2}, {5, 1}, {2, 2}};
        for (int choice = 0; choice < 2; choice++) {
            Film film = pages.film("receptive-field", 0, choice);
            int size = 1;
            int jump = 1;
            for (int i = 0; i < 4; i++) {
                int[] layer = (choice == 0 ? small : lenet)[i];
                size += (layer[0] - 1) * jump;
                jump *= layer[1];
                assertThat(film.at(i).value("size")).isEqualTo(size);
                double[] patch = film.at(i).numbers("field patch");
                assertThat(patch[2]).isEqualTo(size);
                assertThat(patch[3]).isEqualTo(size);
                assertThat(film.at(i).said()).contains("sees " + size + " × " + size);
            }
            assertThat(film.size()).isEqualTo(4);
        }
        assertThat(pages.film("receptive-field", 0, 2).last().value("size")).isEqualTo(212);
    }
}
