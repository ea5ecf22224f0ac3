package dev.fovea.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// ONNX Runtime, as a Java program would use it: its default provider for CPUs, all optimisations, one session for
/// logits and one for probabilities. The images of batches lie ready in native memory.
final class OnnxPeer implements Peer {
    private final Contest contest;
    private final int threads;
    private final Stopwatch aside = new Stopwatch();
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final List<OnnxTensor> images = new ArrayList<>();
    private final float[] output;
    private @Nullable OrtSession toLogits;
    private @Nullable OrtSession toProbabilities;
    private int next;

    OnnxPeer(Contest contest, int threads) {
        this.contest = contest;
        this.threads = threads;
        this.output = new float[aside.time(contest::classes) * contest.batch()];
    }

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion();
    }

    private OrtSession session(boolean probabilities) {
        byte[] model = aside.time(() -> model(probabilities));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return environment.createSession(model, options);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] model(boolean probabilities) {
        try (Backend backend = Backends.open(1)) {
            return OnnxNetwork.model(
                    contest.network(), FoveaPeer.model(contest, backend).subject().store(), probabilities);
        }
    }

    private OrtSession toLogits() {
        OrtSession known = toLogits;
        if (known == null) {
            known = session(false);
            toLogits = known;
        }
        return known;
    }

    private OrtSession toProbabilities() {
        OrtSession known = toProbabilities;
        if (known == null) {
            known = session(true);
            toProbabilities = known;
        }
        return known;
    }

    /// Images with the channels first, in native memory.
    private OnnxTensor tensor(float[] values, int count) throws OrtException {
        Shape in = contest.network().input();
        FloatBuffer native32 = ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(ChannelsFirst.images(values, in))
                .rewind();
        return OnnxTensor.createTensor(environment, native32, new long[] {count, in.dim(2), in.dim(0), in.dim(1)});
    }

    private static void run(OrtSession session, OnnxTensor images, float[] into) throws OrtException {
        try (OrtSession.Result result = session.run(Map.of(OnnxNetwork.IMAGES, images))) {
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(into);
        }
    }

    @Override
    public void train(int steps) {
        throw new Unsupported("ONNX Runtime does not train");
    }

    @Override
    public void predict(int batches) {
        OrtSession session = toLogits();
        try {
            for (int i = images.size(); i < Contest.BATCHES; i++) {
                images.add(tensor(contest.batchOfImages(i), contest.batch()));
            }
            for (int i = 0; i < batches; i++) {
                run(session, images.get(next++ % Contest.BATCHES), output);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float predictOne(float[] image) {
        float[] probabilities = new float[output.length / contest.batch()];
        run(toProbabilities(), image, probabilities);
        return probabilities[0];
    }

    @Override
    public float[] logits(float[] values, int count) {
        float[] logits = new float[output.length / contest.batch() * count];
        run(toLogits(), values, logits);
        return logits;
    }

    private void run(OrtSession session, float[] values, float[] into) {
        int count = Math.toIntExact(values.length / contest.network().input().size());
        try (OnnxTensor ready = tensor(values, count)) {
            run(session, ready, into);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float[] losses(int steps) {
        throw new Unsupported("ONNX Runtime does not train");
    }

    @Override
    public long aside() {
        return aside.nanos();
    }

    @Override
    public void close() {
        images.forEach(OnnxTensor::close);
        for (OrtSession session : new OrtSession[] {toLogits, toProbabilities}) {
            if (session != null) {
                close(session);
            }
        }
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
