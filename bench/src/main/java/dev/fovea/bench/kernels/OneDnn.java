package dev.fovea.bench.kernels;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/// oneDNN's engine, and memory in the layouts that its primitives ask for.
final class OneDnn {
    private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    private final stream stream = new stream(engine);

    /// @param threads of oneDNN, which must be those that the environment names: OpenMP reads it when it is loaded
    OneDnn(int threads) {
        String set = System.getenv("OMP_NUM_THREADS");
        if (!Integer.toString(threads).equals(set)) {
            throw new IllegalStateException("oneDNN is to run on " + threads + " threads: expected OMP_NUM_THREADS="
                    + threads + " in the environment, got " + set);
        }
    }

    engine engine() {
        return engine;
    }

    static String version() {
        return dnnl.DNNL_VERSION_MAJOR + "." + dnnl.DNNL_VERSION_MINOR + "." + dnnl.DNNL_VERSION_PATCH;
    }

    static memory.desc describe(long[] dims, memory.format_tag tag) {
        return new memory.desc(dims, memory.data_type.f32, tag);
    }

    /// Memory of the layout `wanted` that holds `values`, which lie as `given`: reordered once, here.
    memory filled(float[] values, memory.desc given, memory.desc wanted) {
        memory plain = new memory(given, engine);
        new FloatPointer(plain.get_data_handle()).put(values);
        if (given.equals(wanted)) {
            return plain;
        }
        memory own = new memory(wanted, engine);
        copy(plain, own);
        return own;
    }

    memory empty(memory.desc layout) {
        return new memory(layout, engine);
    }

    /// The floats of a memory, laid out as `wanted`.
    float[] values(memory from, memory.desc wanted, int length) {
        try (memory plain = new memory(wanted, engine)) {
            copy(from, plain);
            float[] values = new float[length];
            new FloatPointer(plain.get_data_handle()).get(values);
            return values;
        }
    }

    private void copy(memory from, memory to) {
        new reorder(from, to).execute(stream, from, to);
        stream._wait();
    }

    void execute(primitive primitive, IntMemoryMap arguments) {
        primitive.execute(stream, arguments);
        stream._wait();
    }

    /// The implementation that oneDNN chose, as `brgconv:avx512_core`.
    static String implementation(primitive_desc_base description) {
        return description.impl_info_str().getString();
    }
}
