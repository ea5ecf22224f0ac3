package dev.fovea.learn.site;

import dev.fovea.backend.Backend;
import dev.fovea.explain.example.ActivationCurves;
import dev.fovea.explain.example.Connections;
import dev.fovea.explain.example.Descent;
import dev.fovea.explain.example.DropoutMasks;
import dev.fovea.explain.example.Example;
import dev.fovea.explain.example.GradientChecks;
import dev.fovea.explain.example.Letters;
import dev.fovea.explain.example.Neuron;
import dev.fovea.explain.example.PoolingWindows;
import dev.fovea.explain.example.ReceptiveField;
import dev.fovea.explain.example.ScalarGraph;
import dev.fovea.explain.example.SeriesPattern;
import dev.fovea.explain.example.SlidingWindow;
import dev.fovea.explain.example.SoftmaxLoss;
import java.util.List;

/// Which examples move.
final class Motions {
    private Motions() {}

    /// The moving pictures of an example; none if it stands still.
    static List<Motion> of(Example example, Chinese chinese, Backend backend) {
        MotionJson json = new MotionJson(chinese);
        return switch (example) {
            case SlidingWindow window -> new WindowMotions(json).convolution(window, backend);
            case Neuron neuron -> new WireMotions(json).neuron(neuron);
            case SeriesPattern series -> new CurveMotions(json).series(series);
            case PoolingWindows pooling -> new WindowMotions(json).pooling(pooling);
            case ReceptiveField field -> new WindowMotions(json).field(field);
            case Letters letters -> new LetterMotion(json).of(letters, backend);
            case ActivationCurves curves -> new CurveMotions(json).activation(curves);
            case SoftmaxLoss softmax -> new CurveMotions(json).softmax(softmax);
            case Descent descent -> new CurveMotions(json).descent(descent);
            case ScalarGraph graph -> new WireMotions(json).graph(graph);
            case GradientChecks checks -> new WireMotions(json).network(checks.network());
            case Connections connections -> new WireMotions(json).connections(connections);
            case DropoutMasks masks -> new WireMotions(json).dropout(masks);
            default -> List.of();
        };
    }
}
