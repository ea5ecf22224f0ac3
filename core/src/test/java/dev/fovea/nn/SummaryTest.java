package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
    private static List<Long> parameters(Summary summary) {
        return summary.rows().stream().map(Summary.Row::parameters).filter(count -> count > 0).toList();
    }

    /// As an article on CIFAR-10 has it, and one on MNIST.
    private static Network lenet(Shape image) {
        return new Network(image, Sequential.of(
                Conv2D.of(32, 4).same().relu(), MaxPool2D.of(2), Conv2D.of(64, 4).same().relu(), MaxPool2D.of(2),
                Flatten.of(), Dense.of(1024).relu(), Dense.of(10)));
    }

    /// The article's printed table.
    @Test
    void theCifarNetworkHasThePublishedParameters() {
        Summary summary = lenet(Shape.of(32, 32, 3)).summary("cifar");
        assertThat(parameters(summary)).containsExactly(1_568L, 32_832L, 4_195_328L, 10_250L);
        assertThat(summary.parameters()).isEqualTo(4_239_978);
        // 32·32·(4·4·3)·32 + 16·16·(4·4·32)·64 + 4096·1024 + 1024·10
        assertThat(summary.multiplyAdds()).isEqualTo(1_572_864L + 8_388_608 + 4_194_304 + 10_240);
        assertThat(summary.toString())
                .contains("1,568").contains("32,832").contains("4,195,328").contains("10,250").contains("4,239,978");
    }

    @Test
    void theMnistNetworkHasThePublishedParameters() {
        Summary summary = lenet(Shape.of(28, 28, 1)).summary("mnist");
        assertThat(parameters(summary)).containsExactly(544L, 32_832L, 3_212_288L, 10_250L);
        assertThat(summary.parameters()).isEqualTo(3_255_914);
    }

    @ParameterizedTest
    @CsvSource({"1000, '1,000'", "4096, '4,096'", "25088, 25K", "150528, 150K", "999999, 1M", "1605632, 1.6M",
            "12345678, 12M", "10499, 10K", "10500, 11K", "99499, 99K", "99500, 100K", "994999, 990K",
            "995000, 1M", "2000000, 2M", "2049999, 2M", "2050000, 2.1M", "9949999, 9.9M", "9950000, 10M",
            "99500000, 100M"})
    void largeNumbersOfValuesHaveTwoFigures(long values, String shown) {
        assertThat(Summary.twoFigures(values)).isEqualTo(shown);
    }

    /// 40 letters and a type of 8 do not fit beside 49 columns of numbers into 80: 23 letters of the name do.
    @Test
    void aLongNameLosesItsMiddleAndTheTypeStays() {
        Network network = new Network(Shape.of(5), Dense.of(3).named("b" + "a".repeat(38) + "c"));
        String table = network.summary("wide").toString();
        assertThat(table)
                .contains("\nb" + "a".repeat(10) + "…" + "a".repeat(10) + "c (Dense)  (3) ", "Layer (type)  ");
        assertThat(table.lines().mapToInt(String::length).max()).hasValue(80);
    }

    /// Of a layer with large numbers 26 letters stay, though the table gets wider than a terminal.
    @Test
    void enoughOfANameStaysInAWideTable() {
        Network network = new Network(Shape.of(1000, 1000, 3), Conv2D.of(1000, 11).padding(Padding.of(1, 2, 3, 4))
                .named("first/" + "x".repeat(60)));
        assertThat(network.summary("wide").toString().lines().skip(4).findFirst().orElseThrow())
                .startsWith("first/xx…xxxxxxxx (Conv2D)  (993, 997, 1000)  11×11 s1 p1,2,3,4");
    }

    /// As torch.nn.BatchNorm2d(8) has 16 parameters and buffers for 8 means and 8 variances; Keras counts 32.
    @Test
    void runningStatisticsAreNotTrainable() {
        Summary summary = new Network(Shape.of(8, 8, 1), Sequential.of(Conv2D.of(8, 3), BatchNorm.of())).summary("bn");
        assertThat(summary.rows()).extracting(Summary.Row::states).containsExactly(0L, 16L);
        assertThat(summary.toString())
                .contains("\nTotal parameters: 112\nTrainable parameters: 96\n"
                        + "Not trainable: 16, running means and variances\n");
    }

    @Test
    void tellsTheWindowsOfConvolutionsAndPoolings() {
        Summary summary = new Network(Shape.of(32, 32, 4), Sequential.of(
                Conv2D.of(8, 5, 3).stride(2, 1).padding(2).groups(2), MaxPool2D.of(3).stride(2).same(),
                AveragePool2D.of(2), Subsample2D.of(2), Conv2D.of(4, 1).dilation(3), Residual.of(Conv2D.of(4, 1)),
                Flatten.of(), Dense.of(2)))
                .summary("windows");
        assertThat(summary.rows()).filteredOn(row -> row.window() != null)
                .extracting(row -> row.type() + " " + row.window().kernel() + " " + row.window().stride() + " "
                        + row.window().border() + " " + row.window().groups() + " " + row.window().dilationW())
                .containsExactly("Conv2D 5×3 2×1 2 2 1", "MaxPool2D 3×3 2 same 1 1", "AveragePool2D 2×2 2 0 1 1",
                        "Subsample2D 2×2 2 0 1 1", "Conv2D 1×1 1 0 1 3", "Conv2D 1×1 1 0 1 1");
        assertThat(summary.toString()).contains("  5×3 s2×1 p2  ").contains("  3×3 s2   same");
    }

    @Test
    void printsWhatOneSampleTakes() {
        Network network = new Network(Shape.of(200, 100, 1), Sequential.of(
                Conv2D.of(8, 3).same().relu(), BatchNorm.of(), GlobalAveragePool2D.of(), Dense.of(10)));
        assertThat(network.summary("small").memory().lines().skip(2)).containsExactly(
                "Layer (type)                                 Output shape   Values  Weights",
                "═".repeat(75),
                "input                                        (200, 100, 1)     20K        0",
                "conv2d (Conv2D)                              (200, 100, 8)    160K       72",
                "batch_norm (BatchNorm)                       (200, 100, 8)    160K        0",
                "global_average_pool2d (GlobalAveragePool2D)  (8)                 8        0",
                "dense (Dense)                                (10)               10       80",
                "═".repeat(75),
                "Values are counted: K is a thousand, M a million",
                "Values of one sample: 340,018, at 4 bytes each 1 MB",
                "Weights without biases: 152");
    }

    @Test
    void aSmallNetworkTakesKilobytes() {
        assertThat(new Network(Shape.of(1000), Dense.of(10)).summary("small").memory())
                .contains("Values of one sample: 1,010, at 4 bytes each 4 KB\n")
                .doesNotContain("million");
    }

    /// The input's 128, the convolution's 512, the pool's 128, the logits' 10: the rest passes on what others hold, and
    /// the side classifier is left out.
    @Test
    void countsWhatIsHeldOnce() {
        Network network = new Network(Shape.of(8, 8, 2), Sequential.of(
                Conv2D.of(8, 3).same(), Auxiliary.of(0.5, Flatten.of(), Dense.of(10)), MaxPool2D.of(2), Dropout.of(0.5),
                Flatten.of(), Dense.of(10)));
        Summary summary = network.summary("once");
        assertThat(summary.rows()).filteredOn(row -> row.values() > 0)
                .extracting(Summary.Row::type).containsExactly("Conv2D", "MaxPool2D", "Dense");
        assertThat(summary.values()).isEqualTo(128 + 512 + 128 + 10);
    }

    @Test
    void printsATableAsKerasDoes() {
        Network network = new Network(Shape.of(8, 8, 1), Sequential.of(
                Conv2D.of(8, 3).same().relu(), MaxPool2D.of(2), Dropout.of(0.5), Flatten.of(), Dense.of(10)));
        assertThat(network.summary("small").toString().lines()).containsExactly(
                "Model: small, input (8, 8, 1)",
                "─".repeat(76),
                "Layer (type)            Output shape  Kernel       Parameters  Multiply-adds",
                "═".repeat(76),
                "conv2d (Conv2D)         (8, 8, 8)     3×3 s1 same          80          4,608",
                "max_pool2d (MaxPool2D)  (4, 4, 8)     2×2 s2 p0             0              0",
                "dropout (Dropout)       (4, 4, 8)                           0              0",
                "flatten (Flatten)       (128)                               0              0",
                "dense (Dense)           (10)                            1,290          1,280",
                "═".repeat(76),
                "Kernel: height × width, s stride, p padding in pixels",
                "Total parameters: 1,370",
                "Trainable parameters: 1,370",
                "Not trainable: 0",
                "Multiply-adds for one sample: 5,888");
    }
}
