package dev.fovea.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    private static MemoryPlan.Buffer buffer(long floats, long offset) {
        return new MemoryPlan.Buffer("a", floats, 0, 1, offset);
    }

    /// 0 to 10, 4 to 14 and 5 to 8 overlap; 20 to 25 lies apart, twice.
    @Test
    void whatBuffersShareCountsOnce() {
        MemoryPlan plan = new MemoryPlan(
                40, 7, 3, 2, List.of(buffer(5, 20), buffer(10, 4), buffer(10, 0), buffer(5, 20), buffer(3, 5)));
        assertThat(plan.shared()).isEqualTo(14 + 5);
        assertThat(plan.unshared()).isEqualTo(33);
        assertThat(plan.bytes()).isEqualTo(4 * 52);
    }

    @Test
    void noBuffersShareNothing() {
        assertThat(new MemoryPlan(0, 0, 0, 0, List.of()).shared()).isZero();
    }
}
