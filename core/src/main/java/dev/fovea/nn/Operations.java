package dev.fovea.nn;

import dev.fovea.json.Defaults;
import dev.fovea.json.RecordCodec;
import dev.fovea.op.Absolute;
import dev.fovea.op.Add;
import dev.fovea.op.Axes;
import dev.fovea.op.Clamp;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Cos;
import dev.fovea.op.Divide;
import dev.fovea.op.Exp;
import dev.fovea.op.Expand;
import dev.fovea.op.Gather;
import dev.fovea.op.Largest;
import dev.fovea.op.Log;
import dev.fovea.op.MatMul;
import dev.fovea.op.Maximum;
import dev.fovea.op.Mean;
import dev.fovea.op.Minimum;
import dev.fovea.op.Multiply;
import dev.fovea.op.Negate;
import dev.fovea.op.Operation;
import dev.fovea.op.Pad;
import dev.fovea.op.Power;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Resizing;
import dev.fovea.op.Sin;
import dev.fovea.op.Slice;
import dev.fovea.op.Smallest;
import dev.fovea.op.Subtract;
import dev.fovea.op.Sum;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import java.util.List;

/// The registry of operations that a layer [Apply] may hold in a file: one line each. What a layer of its own does
/// stands among [Layers].
public final class Operations {
    private static final List<Defaults> RECORDS = List.of(
            Defaults.of(new Absolute()),
            Defaults.of(new Add()),
            Defaults.of(new Clamp(0, 1), "least", "most"),
            Defaults.of(new Concatenate(1), "axis"),
            Defaults.of(new Cos()),
            Defaults.of(new Divide()),
            Defaults.of(new Exp()),
            Defaults.of(new Expand(Shape.of(1), Axes.of(0)), "target", "axes"),
            Defaults.of(Gather.of(1, 0), "axis", "indices"),
            Defaults.of(Largest.over(1), "axes"),
            Defaults.of(new Log()),
            Defaults.of(MatMul.plain()),
            Defaults.of(new Maximum()),
            Defaults.of(Mean.over(1), "axes"),
            Defaults.of(new Minimum()),
            Defaults.of(new Multiply()),
            Defaults.of(new Negate()),
            Defaults.of(Pad.zero(1, 0, 0), "axis", "before", "after"),
            Defaults.of(new Power(1), "exponent"),
            Defaults.of(new Reshaping(Shape.batch(1)), "target"),
            Defaults.of(new Resizing(1, 1, Resizing.Mode.NEAREST), "axis", "extent"),
            Defaults.of(new Sin()),
            Defaults.of(new Slice(1, 0, 1), "axis", "from", "to"),
            Defaults.of(Smallest.over(1), "axes"),
            Defaults.of(new Subtract()),
            Defaults.of(Sum.over(1), "axes"),
            Defaults.of(Transpose.channelsLast(), "order"));

    private static final RecordCodec<Operation> CODEC = registered();

    private Operations() {}

    private static RecordCodec<Operation> registered() {
        RecordCodec<Operation> codec = RecordCodec.of("operation", Operation.class)
                .with(Defaults.of(Axes.of(), "list"));
        for (Defaults operation : RECORDS) {
            codec = codec.with(operation.usual().getClass().getSimpleName(), operation);
        }
        return codec;
    }

    public static List<Class<? extends Operation>> all() {
        return List.copyOf(CODEC.types().values());
    }

    /// Writes and reads operations. A layer may hold some of your own:
    /// `Layers.codec().with(Operations.codec().with("Swap", Swap.class))`.
    public static RecordCodec<Operation> codec() {
        return CODEC;
    }
}
