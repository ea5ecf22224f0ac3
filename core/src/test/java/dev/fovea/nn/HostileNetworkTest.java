package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Executable;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.CpuBackend;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.graph.Program;
import dev.fovea.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a file of some KB says of a network: it is built, planned and run, or refused by one line of a known type,
/// and takes no more memory than its plan says.
class HostileNetworkTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int STRUCTURES = 300;

    /// Values of parameters that a small file may hold; a network with more is refused for want of its tensors.
    private static final long SMALL = 1 << 14;

    /// Bytes for the nodes, steps and messages of a small network.
    private static final long OBJECTS = 16 << 20;

    private static final long RUN_BYTES = 32 << 20;
    private static final long RUN_MULTIPLY_ADDS = 1 << 22;

    private static final List<Backend> BACKENDS = List.of(Backends.open(1), new CpuBackend(new ScalarKernels(), 1));

    @AfterAll
    static void close() {
        BACKENDS.forEach(Backend::close);
    }

    static Stream<Class<? extends Layer>> layers() {
        return Layers.all().stream();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void isBuiltOrRefusedInOneLine(Class<? extends Layer> type) {
        int built = 0;
        for (int i = 0; i < STRUCTURES || built == 0 && i < 10 * STRUCTURES; i++) {
            long seed = type.getSimpleName().hashCode() * 1000L + i;
            try {
                built += tryOut(type, new Random(seed)) ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError(type.getSimpleName() + ", seed " + seed, e);
            }
        }
        assertThat(built).as("structures of " + type.getSimpleName() + " that are networks").isPositive();
    }

    static Stream<LayerCase> cases() {
        return LayerCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isBuiltOrRefusedWithAnyOneNumber(LayerCase of) {
        List<Supplier<Object>> variants = RandomLayers.absurd(of.layer());
        for (int i = 0; i < variants.size(); i++) {
            Supplier<Object> variant = variants.get(i);
            try {
                tryOut(() -> new Network(of.input(), Sequential.of((Layer) variant.get(), Flatten.of(), Dense.of(2))));
            } catch (Throwable e) {
                throw new AssertionError(of + ", variant " + i, e);
            }
        }
    }

    private static boolean tryOut(Class<? extends Layer> type, Random random) {
        return tryOut(() -> {
            RandomLayers layers = new RandomLayers(random, 1 + random.nextInt(20));
            List<Layer> all = new ArrayList<>();
            if (random.nextInt(3) == 0) {
                all.add(layers.layer(1));
            }
            all.add(layers.layer(type, 2));
            if (random.nextBoolean()) {
                all.add(layers.layer(1));
            }
            return new Network(layers.image(), new Sequential(all));
        });
    }

    private static boolean tryOut(Supplier<Network> made) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Network network;
        Store store;
        try {
            network = made.get();
            network.output();
            store = new Store(Layout.of(network.parameters().shapes()), Layout.of(network.states().shapes()));
            assertThat(network.summary("hostile").toString()).isNotEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(2_000);
            return false;
        } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as("bytes to build it").isLessThan(OBJECTS);
        }
        Network known = network;
        if (store.parameters().size() + store.states().size() > SMALL) {
            return false;
        }
        for (Backend backend : BACKENDS) {
            plan(() -> known.inference(), store, backend, 1);
            plan(() -> known.training(Loss.crossEntropy(), _ -> true), store, backend, 2);
        }
        return true;
    }

    private interface Making {
        Program program();
    }

    private static void plan(Making making, Store store, Backend backend, int capacity) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            Program program = making.program();
            Executable executable = backend.compile(program, store, capacity);
            long compiled = THREADS.getCurrentThreadAllocatedBytes();
            long tables = Float.BYTES * (executable.memory().tables() + executable.memory().packed());
            assertThat(compiled - before).as("bytes to compile it").isLessThan(OBJECTS + tables);
            if (executable.memory().bytes() > RUN_BYTES || program.multiplyAdds() > RUN_MULTIPLY_ADDS) {
                return;
            }
            Frame frame = executable.frame();
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - compiled).as("bytes of a frame")
                    .isLessThan(OBJECTS + executable.memory().bytes());
            program.values().forEach(value -> {
                boolean isUsed = value.shape().size(capacity) <= RUN_BYTES;
                if (value.leaf() instanceof dev.fovea.op.Input input && isUsed) {
                    frame.bind(input.name(), new float[Math.toIntExact(value.shape().size(capacity))], 0);
                }
            });
            frame.run(capacity, 1);
        } catch (IllegalArgumentException | Backend.OutOfMemory e) {
            assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(2_000);
        }
    }

    @Test
    void layersThatAreNestedDeeplyAreRefused() {
        Layer deep = Activation.RELU;
        for (int i = 0; i < 10_000; i++) {
            deep = i % 2 == 0 ? Sequential.of(deep) : Branches.of(deep);
        }
        Network network = new Network(Shape.of(4), deep);
        assertThatThrownBy(network::output)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested at most 200 deep");
    }

    /// One small object that stands for 2³⁰ layers.
    @Test
    void moreLayersThanAnyNetworkHasAreRefused() {
        Layer many = Activation.NONE;
        for (int i = 0; i < 30; i++) {
            many = Sequential.of(many, many);
        }
        Network network = new Network(Shape.of(4), many);
        assertThatThrownBy(network::output)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100000 layers");
    }

    /// Channels double with each.
    @Test
    void branchesThatGrowWithoutEndAreRefused() {
        Layer twice = Branches.of(Activation.NONE, Activation.NONE);
        Network network = new Network(Shape.of(4, 4, 1), new Sequential(Collections.nCopies(40, twice)));
        assertThatThrownBy(network::output)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("branches_26: a tensor may have at most 2³¹ − 77 values: got N×4×4×");
    }

    /// Bytes grow as the layers do: eight times the layers take less than ten times the bytes.
    @Test
    void manyLayersTakeMemoryInProportion() {
        long few = planned(500);
        assertThat(planned(4_000)).isLessThan(10 * few);
    }

    private static long planned(int count) {
        Layer conv = Conv2D.of(4, 3).same().relu();
        Network network = new Network(Shape.of(8, 8, 4), new Sequential(Collections.nCopies(count, conv)));
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Store store = new Store(Layout.of(network.parameters().shapes()), Layout.of(network.states().shapes()));
        Executable executable = BACKENDS.getFirst().compile(network.inference(), store, 1);
        assertThat(executable.memory().buffers()).hasSize(count);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
