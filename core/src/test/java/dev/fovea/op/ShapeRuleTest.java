package dev.fovea.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each operation says when its attributes or inputs do not fit: one line, exactly.
class ShapeRuleTest {
    private static final Shape IMAGES = Shape.batch(6, 5, 4);

    record Row(String message, Runnable action) {
        @Override
        public String toString() {
            return message;
        }
    }

    private static Row row(String message, Operation operation, Shape... inputs) {
        return new Row(message, () -> operation.shape(List.of(inputs)));
    }

    private static Row made(String message, Runnable action) {
        return new Row(message, action);
    }

    static Stream<Row> rows() {
        return Stream.of(attributes(), windows(), products(), moves(), rest()).flatMap(List::stream);
    }

    private static List<Row> attributes() {
        return List.of(
                made("stride, dilation and groups must be at least 1: got stride=0×1, dilation=1×1, groups=1",
                        () -> new Convolution(0, 1, Padding.SAME, 1, 1, 1)),
                made("stride, dilation and groups must be at least 1: got stride=1×1, dilation=1×1, groups=0",
                        () -> new Convolution(1, 1, Padding.SAME, 1, 1, 0)),
                made("padding must not be negative: got top=0, bottom=-1, left=0, right=0",
                        () -> Padding.of(0, -1, 0, 0)),
                made("window and stride must be at least 1: got window=2×2, stride=0×0", () -> Pooling.of(2, 0)),
                made("epsilon must be above 0: got 0.0", () -> new BatchNormalization(0, true)),
                made("momentum must be above 0 and at most 1: got 1.5", () -> new RunningStatistics(1.5f)),
                made("dropout rate must be from 0 to below 1: got 1.0", () -> new DropoutMask(1, 0)),
                made("Clamp expects a lower bound that is not above the upper one: got 1.0 and 0.5",
                        () -> new Clamp(1, 0.5f)),
                made("epsilon must be above 0: got 0.0", () -> new GroupNormalization(1, 1, 0)),
                made("GroupNormalization expects an axis from 0 and at least 1 group: got axis 1, groups=0",
                        () -> new GroupNormalization(1, 0, 1)),
                row("groups must divide channels: got groups=2, channels=3", new GroupNormalization(1, 2, 1),
                        Shape.batch(3)),
                row("GroupNormalization works along axes other than the batch: got axis 0 of N×3",
                        new GroupNormalization(0, 1, 1), Shape.batch(3)),
                row("GroupNormalization works along axes other than the batch: got axis 2 of N×3",
                        new GroupNormalization(2, 1, 1), Shape.batch(3)),
                made("Resizing expects an axis and an extent of at least 1: got axis 1, extent 0",
                        () -> new Resizing(1, 0, Resizing.Mode.NEAREST)),
                row("Resizing works along an axis other than the batch: got axis 0 of N×3",
                        new Resizing(0, 2, Resizing.Mode.LINEAR), Shape.batch(3)),
                made("rate of dropped samples must be from 0 to below 1: got 1.0", () -> new SampleMask(1, 0)),
                made("label smoothing must be from 0 to below 1: got -0.1", () -> new SoftmaxCrossEntropy(-0.1f)),
                made("penalties must not be negative: got l1=-1.0, l2=0.0", () -> new Penalty(-1, 0)),
                made("radius, alpha and beta must not be negative, and bias be above 0: got radius=-1, bias=1.0,"
                        + " alpha=1.0, beta=1.0", () -> new LocalResponseNormalization(-1, 1, 1, 1)),
                made("Transpose takes each axis once, from 0: got [0, 0]", () -> new Transpose(List.of(0, 0))),
                made("a parameter has no batch axis: got N×3 for w", () -> new Parameter("w", Shape.batch(3))),
                made("a state has no batch axis: got N×3 for s", () -> new State("s", Shape.batch(3))));
    }

    private static List<Row> windows() {
        return List.of(
                row("Convolution takes 2 inputs: got 1", Convolution.of(1, Padding.SAME), IMAGES),
                row("Convolution expects images, batch × height × width × channels: got shape N×4",
                        Convolution.of(1, Padding.SAME), Shape.batch(4), Shape.of(3, 3, 4, 8)),
                row("Convolution expects filters, height × width × channels / groups × filters: got shape 3×3",
                        Convolution.of(1, Padding.SAME), IMAGES, Shape.of(3, 3)),
                row("groups must divide channels: got groups=3, channels=4, filters=6",
                        new Convolution(1, 1, Padding.SAME, 1, 1, 3), IMAGES, Shape.of(3, 3, 1, 6)),
                row("filters must see channels / groups = 4 channels: got filters 3×3×2×6 for images N×6×5×4",
                        Convolution.of(1, Padding.SAME), IMAGES, Shape.of(3, 3, 2, 6)),
                row("a window of 7×3 (dilation 1×1) does not fit into an image of 6×5 with padding 0, 0",
                        Convolution.of(1, Padding.VALID), IMAGES, Shape.of(7, 3, 4, 8)),
                row("MaxPooling expects images, batch × height × width × channels: got shape N×5",
                        new MaxPooling(Pooling.of(2, 2)), Shape.batch(5)),
                row("AveragePooling takes 1 input: got 2", new AveragePooling(Pooling.of(2, 2)), IMAGES, IMAGES),
                row("padding must be smaller than the pooling window, else a window is empty:"
                                + " got window=2×2, padding=(2, 2, 2, 2)",
                        new MaxPooling(Pooling.of(2, 2).padding(Padding.of(2))), IMAGES),
                row("a window of 7×7 (dilation 1×1) does not fit into an image of 6×5 with padding 0, 0",
                        new AveragePooling(Pooling.of(7, 1)), IMAGES),
                row("a pixel may lie in 4096 pooling windows: got 250500 of 1000×1000 with a stride of 1×1;"
                        + " raise the stride or pool in two steps",
                        new MaxPooling(Pooling.of(1000, 1)), Shape.batch(2000, 2000, 1)),
                row("a pixel may lie in 4096 pooling windows: got 4100 of 1×6001 with a stride of 1×1;"
                                + " raise the stride or pool in two steps",
                        new AveragePooling(new Pooling(1, 6001, 1, 1, Padding.VALID, false)),
                        Shape.batch(1, 18_950, 1)));
    }

    private static List<Row> products() {
        return List.of(
                row("MatMul expects matrices: got shape N×6×5×4", MatMul.plain(), IMAGES, Shape.of(4, 2)),
                row("MatMul expects m×k by k×n: got N×6 by 5×2", MatMul.plain(), Shape.batch(6), Shape.of(5, 2)),
                row("MatMul expects m×k by k×n: got transposed 3×6 by transposed 5×2", new MatMul(true, true),
                        Shape.of(3, 6), Shape.of(5, 2)),
                row("Add expects shapes equal or 1 along each axis: got N×3 and N×4", new Add(), Shape.batch(3),
                        Shape.batch(4)),
                row("Divide expects shapes equal or 1 along each axis: got N×3 and 2×3", new Divide(),
                        Shape.batch(3), Shape.of(2, 3)),
                row("Relu takes 1 input: got 2", new Relu(), IMAGES, IMAGES),
                row("Gelu.Gradient expects shape N×3: got N×4", new Gelu.Gradient(true), Shape.batch(3),
                        Shape.batch(4)));
    }

    private static List<Row> moves() {
        return List.of(
                row("Concatenate takes at least 1 input: got none", new Concatenate(1)),
                row("Concatenate joins along an axis other than the batch: got axis 0 of N×6×5×4", new Concatenate(0),
                        IMAGES),
                row("Concatenate joins along an axis other than the batch: got axis 4 of N×6×5×4", new Concatenate(4),
                        IMAGES),
                row("Concatenate expects shapes that differ only along axis 3: got [N×6×5×4, N×6×4×4]",
                        new Concatenate(3), IMAGES, Shape.batch(6, 4, 4)),
                row("Slice expects 0 ≤ from < to ≤ extent along an axis other than the batch: got axis 1, 2 to 7 of"
                        + " N×6×5×4", new Slice(1, 2, 7), IMAGES),
                row("Slice expects 0 ≤ from < to ≤ extent along an axis other than the batch: got axis 0, 0 to 1 of"
                        + " N×6×5×4", new Slice(0, 0, 1), IMAGES),
                row("Scatter expects a last axis of 2: got N×6×5×4", new Scatter(List.of(0, 2), 3), IMAGES),
                row("Gather works along an axis other than the batch: got axis 0 of N×6×5×4", Gather.of(0, 1), IMAGES),
                row("Gather works along an axis other than the batch: got axis 4 of N×6×5×4", Gather.of(4, 1), IMAGES),
                row("Gather expects indices from 0 to extent − 1 = 4 along axis 2: got 5 at 1", Gather.of(2, 4, 5),
                        IMAGES),
                row("Gather expects indices from 0 to extent − 1 = 4 along axis 2: got -1 at 0", Gather.of(2, -1, 5),
                        IMAGES),
                row("Gather expects at least 1 index: got none", Gather.of(2), IMAGES),
                row("Gather.Gradient expects an extent of 2 along axis 1: got N×6×5×4",
                        new Gather.Gradient(Gather.of(1, 0, 0), 3), IMAGES),
                row("Pad expects no negative padding and an axis other than the batch: got axis 1, before=-1, after=0"
                        + " for N×6×5×4", Pad.zero(1, -1, 0), IMAGES),
                row("Pad mirrors at most extent − 1 = 4 elements: got before=0, after=5", Pad.reflect(2, 0, 5), IMAGES),
                row("Transpose expects 2 axes: got shape N×6×5×4", new Transpose(List.of(1, 0)), IMAGES),
                row("Transpose keeps the batch axis first: got order [1, 0]", new Transpose(List.of(1, 0)),
                        Shape.batch(3)),
                row("Reshaping keeps the number of values: got N×6×5×4 to N×100", new Reshaping(Shape.batch(100)),
                        IMAGES),
                row("Reshaping keeps the number of values: got 12 to N×12", new Reshaping(Shape.batch(12)),
                        Shape.of(12)));
    }

    private static List<Row> rest() {
        List<Row> rows = new ArrayList<>(List.of(
                row("Sum reduces over axes of its input: got axis 4 for N×6×5×4", Sum.over(4), IMAGES),
                row("Largest works over axes other than the batch: got axis 0 of N×6×5×4", Largest.over(0, 1), IMAGES),
                row("Largest reduces over axes of its input: got axis 4 for N×6×5×4", Smallest.over(4), IMAGES),
                row("Mean reduces over axes of its input: got axis -1 for N×6×5×4", Mean.over(-1), IMAGES),
                row("Expand expects shape N×4: got N×5", new Expand(IMAGES, Axes.of(1, 2)), Shape.batch(5)),
                row("BatchNormalization expects shape 4: got 5", new BatchNormalization(1e-3f, true), IMAGES,
                        Shape.of(5), Shape.of(4), Shape.of(2, 4)),
                row("BatchNormalization expects shape 2×4: got 4", new BatchNormalization(1e-3f, true), IMAGES,
                        Shape.of(4), Shape.of(4), Shape.of(4)),
                row("RunningStatistics expects shape 2×4: got 2×5", new RunningStatistics(0.1f), Shape.of(2, 4),
                        Shape.of(2, 5), IMAGES),
                row("SoftmaxCrossEntropy expects logits, batch × classes: got shape N×6×5×4",
                        new SoftmaxCrossEntropy(0), IMAGES, Shape.batch()),
                row("SoftmaxCrossEntropy expects labels N or N×10: got N×9", new SoftmaxCrossEntropy(0),
                        Shape.batch(10), Shape.batch(9)),
                row("GlobalAveragePooling expects images, batch × height × width × channels: got shape N×3",
                        new GlobalAveragePooling(), Shape.batch(3)),
                row("MeanSquaredError expects shape N×3: got N×1", new MeanSquaredError(), Shape.batch(3),
                        Shape.batch(1))));
        for (Operation operation : List.of(
                new Softmax(), new LogSoftmax(), new BatchStatistics(), new LocalResponseNormalization(2, 1, 1, 1))) {
            rows.add(row(operation.label() + " works along a last axis other than the batch: got shape N", operation,
                    Shape.batch()));
            rows.add(row(operation.label() + " works along a last axis other than the batch: got shape scalar",
                    operation, Shape.SCALAR));
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhatWasExpectedAndReceived(Row row) {
        assertThatThrownBy(row.action()::run).isInstanceOf(IllegalArgumentException.class).hasMessage(row.message());
        assertThat(row.message()).doesNotContain("\n");
    }
}
