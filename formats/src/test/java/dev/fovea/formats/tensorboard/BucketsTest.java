package dev.fovea.formats.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.formats.tensorboard.wire.Wire;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BucketsTest {
    @Test
    void edgesGrowByATenthOnBothSidesOfZero() {
        double[] limits = Buckets.limits();
        int middle = (limits.length - 1) / 2;
        assertThat(limits).isSorted().doesNotHaveDuplicates();
        assertThat(limits[middle]).isZero();
        assertThat(limits[middle + 1]).isEqualTo(1e-12);
        assertThat(limits[middle + 2]).isCloseTo(1.1e-12, within(1e-18));
        assertThat(limits[middle - 1]).isEqualTo(-1e-12);
        assertThat(limits[limits.length - 2]).isBetween(9e19, 1e20);
        assertThat(limits[limits.length - 1]).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void eachNumberLiesInTheBucketWhoseRightEdgeIsTheFirstAboveIt() {
        float[] values =
                {-3e25f, -1.5f, -1e-13f, 0, 1e-13f, 1e-12f, 0.3f, 0.3f, 2, 3e25f, Float.NaN, Float.POSITIVE_INFINITY};
        Wire.HistogramProto histogram = histogram(values);
        double[] limits = Buckets.limits();
        for (int i = 0; i < histogram.getBucketCount(); i++) {
            double right = histogram.getBucketLimit(i);
            int edge = Arrays.binarySearch(limits, right);
            double left = edge == 0 ? Double.NEGATIVE_INFINITY : limits[edge - 1];
            long expected = 0;
            for (float value : values) {
                expected += value >= left && value < right ? 1 : 0;
            }
            double bucket = histogram.getBucket(i);
            // Empty buckets stand for all the empty ones before them.
            assertThat(bucket).as("up to %s", right).isEqualTo(bucket == 0 ? 0 : expected);
        }
        assertThat(histogram.getBucketList().stream().mapToDouble(count -> count).sum()).isEqualTo(10);
        assertThat(histogram.getBucketLimitList()).isSorted();
    }

    @Test
    void momentsAreThoseOfTheFiniteNumbers() {
        Wire.HistogramProto histogram = histogram(-1, 2, 4, Float.NaN, Float.NEGATIVE_INFINITY);
        assertThat(histogram.getNum()).isEqualTo(3);
        assertThat(histogram.getMin()).isEqualTo(-1);
        assertThat(histogram.getMax()).isEqualTo(4);
        assertThat(histogram.getSum()).isEqualTo(5);
        assertThat(histogram.getSumSquares()).isEqualTo(21);
    }

    @Test
    void neighbouringEmptyBucketsAreOne() {
        Wire.HistogramProto histogram = histogram(1, 1, 1000);
        assertThat(histogram.getBucketList()).containsExactly(0.0, 2.0, 0.0, 1.0);
        assertThat(histogram.getBucketLimit(0)).isLessThanOrEqualTo(1);
        assertThat(histogram.getBucketLimit(1)).isBetween(1.0, 1.1);
        assertThat(histogram.getBucketLimit(2)).isBetween(900.0, 1000.0);
        assertThat(histogram.getBucketLimit(3)).isBetween(1000.0, 1100.0);
    }

    private static Wire.HistogramProto histogram(float... values) {
        Buckets buckets = new Buckets();
        buckets.add(values, 0, values.length);
        return buckets.message();
    }
}
