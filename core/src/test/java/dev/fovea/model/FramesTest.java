package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Executable;
import dev.fovea.backend.Frame;
import dev.fovea.data.Preprocessing;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Frames that a crowd of threads needed do not outlive it; what they give does not depend on them.
class FramesTest {
    private static final int THREADS = 60;
    private static final int KEPT = 2;
    private static final Shape IMAGE = Shape.of(8, 8, 1);

    private final Queue<WeakReference<Object>> made = new ConcurrentLinkedQueue<>();

    /// What passes calls on to `to`; `result` sees what comes back.
    private static <T> T wrap(Class<T> type, Object to, BiFunction<String, Object, Object> result) {
        Class<?>[] types = {type};
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), types, (proxy, method, arguments) -> {
            try {
                return result.apply(method.getName(), method.invoke(to, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /// A backend whose frames are counted.
    private Backend counting(Backend backend) {
        return wrap(Backend.class, backend, (call, executable) -> !call.equals("compile") ? executable
                : wrap(Executable.class, executable, (asked, frame) -> {
                    if (asked.equals("frame")) {
                        made.add(new WeakReference<>(frame));
                    }
                    return frame;
                }));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Model model(Backend backend) {
        Network network = new Network(IMAGE, Sequential.of(Conv2D.of(4, 3).relu(), Flatten.of(), Dense.of(3)));
        Preprocessing plain = Preprocessing.of(IMAGE);
        return Model.of(
                "m", network, plain, List.of("a", "b", "c"), new Seed(3), backend, Layers.codec());
    }

    private static Tensor image(int number) {
        float[] values = new float[64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7 + number * 13) % 32 / 32f;
        }
        return new Tensor(IMAGE, values);
    }

    private long alive() {
        System.gc();
        return made.stream().filter(frame -> frame.get() != null).count();
    }

    @Test
    void thoseOfACrowdOfThreadsAreReleased() throws InterruptedException {
        try (Backend backend = Backends.open(KEPT)) {
            Model model = model(counting(backend));
            List<Prediction> alone = IntStream.range(0, THREADS).mapToObj(i -> model.predict(image(i))).toList();
            assertThat(made).hasSize(1);
            Prediction[] together = new Prediction[THREADS];
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                threads.add(Thread.ofPlatform().start(() -> {
                    await(start);
                    together[number] = model.predict(image(number));
                }));
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(together).containsExactlyElementsOf(alone);
            assertThat(alive()).isLessThanOrEqualTo(KEPT);
            assertThat(model.predict(image(0))).isEqualTo(alone.getFirst());
        }
    }

    /// However many are out at once, no more than the kept ones come back for good.
    @Test
    void asManyAreKeptAsCanBeAtWork() {
        Frames frames = new Frames(KEPT, () -> {
            Frame frame = wrap(Frame.class, new Object(), (call, result) -> result);
            made.add(new WeakReference<>(frame));
            return frame;
        });
        crowd(frames);
        assertThat(made).hasSize(THREADS);
        assertThat(alive()).isEqualTo(KEPT);
        List<Frame> again = IntStream.range(0, KEPT).mapToObj(i -> frames.take()).toList();
        assertThat(again).doesNotHaveDuplicates();
        assertThat(made).hasSize(THREADS);
        frames.take();
        assertThat(made).hasSize(THREADS + 1);
    }

    /// In a method of its own, so that nothing here holds the frames.
    private static void crowd(Frames frames) {
        List<Frame> out = IntStream.range(0, THREADS).mapToObj(i -> frames.take()).toList();
        out.forEach(frames::giveBack);
    }
}
