package dev.fovea.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelBenchmarkTest {
    @Test
    void moreThreadsCanDoAtLeastWhatFewerDo() {
        double[][] quiet = {{160, 168, 165}, {310, 330, 325}};
        double[][] busy = {{160, 168, 165}, {90, 94, 31}};

        assertThat(KernelBenchmark.highest(quiet, 0)).isEqualTo(168);
        assertThat(KernelBenchmark.highest(quiet, 1)).isEqualTo(330);
        assertThat(KernelBenchmark.highest(busy, 1)).isEqualTo(168);
    }
}
