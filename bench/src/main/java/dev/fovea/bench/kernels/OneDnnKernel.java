package dev.fovea.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.Pointer;

/// A primitive of oneDNN with its memory. Inputs are reordered into the primitive's layouts once, outside of what is
/// timed, and the result is left in its layout: Fovea packs filters within the time.
final class OneDnnKernel implements Kernel {
    private final OneDnn oneDnn;
    private final String name;
    private final primitive primitive;
    private final IntMemoryMap arguments;
    private final memory output;
    private final memory.desc layout;
    private final int length;
    private final List<Pointer> owned;

    /// An argument of a primitive.
    ///
    /// @param key oneDNN's number of it
    /// @param given how Fovea lays it out
    /// @param wanted how the primitive does
    record Argument(int key, memory.desc given, memory.desc wanted) {}

    OneDnnKernel(
            OneDnn oneDnn, Problem problem, String variant, primitive_desc_base description, primitive primitive,
            List<Argument> inputs, Argument result) {
        this.oneDnn = oneDnn;
        this.primitive = primitive;
        name = "oneDNN " + OneDnn.version() + ", " + variant + ", " + OneDnn.implementation(description);
        arguments = new IntMemoryMap();
        owned = new ArrayList<>(List.of(primitive, arguments));
        for (int i = 0; i < inputs.size(); i++) {
            Argument input = inputs.get(i);
            memory filled = oneDnn.filled(problem.input(i), input.given, input.wanted);
            arguments.put(input.key, filled);
            owned.add(filled);
        }
        output = oneDnn.empty(result.wanted);
        owned.add(output);
        arguments.put(result.key, output);
        layout = result.given;
        length = problem.output();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run() {
        oneDnn.execute(primitive, arguments);
    }

    @Override
    public float[] result() {
        return oneDnn.values(output, layout, length);
    }

    @Override
    public void close() {
        owned.forEach(Pointer::close);
    }
}
