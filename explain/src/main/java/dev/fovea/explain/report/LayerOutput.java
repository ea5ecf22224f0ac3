package dev.fovea.explain.report;

import dev.fovea.backend.Frame;
import dev.fovea.graph.Program;
import dev.fovea.model.Model;
import dev.fovea.nn.Network;
import dev.fovea.nn.Summary;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What one layer makes of an image.
///
/// @param name of the layer, as in the summary
/// @param call that builds the layer
/// @param values height × width × maps, or one axis
public record LayerOutput(String name, String call, Tensor values) {
    /// Those of all layers, in the order of the summary.
    ///
    /// @param image as [Model#predict] takes it
    public static List<LayerOutput> of(Model model, Tensor image) {
        Program program = model.network().activations();
        Frame frame = model.subject().backend().compile(program, model.subject().store(), 1).frame();
        frame.bind(Network.IMAGES, model.input(image), 0);
        frame.run(1, 0);
        Map<String, String> calls = model.summary().rows().stream()
                .collect(Collectors.toMap(Summary.Row::name, Summary.Row::call, (first, _) -> first));
        return program.outputs().keySet().stream()
                .map(name -> new LayerOutput(name, calls.getOrDefault(name, ""), sample(program, frame, name)))
                .toList();
    }

    private static Tensor sample(Program program, Frame frame, String name) {
        Shape shape = program.output(name).shape().sample();
        return new Tensor(shape, frame.read(name).values());
    }
}
