package dev.fovea.learn.site;

import dev.fovea.backend.Backend;
import dev.fovea.explain.example.Descent;
import dev.fovea.explain.example.Example;
import dev.fovea.explain.example.GradientChecks;
import dev.fovea.explain.example.Letters;
import dev.fovea.explain.example.ParameterCounts;
import dev.fovea.explain.example.PictureNumbers;
import dev.fovea.explain.example.PoolingWindows;
import dev.fovea.explain.example.ScalarGraph;
import dev.fovea.explain.example.SlidingWindow;
import java.util.List;
import java.util.function.Function;

/// A worked example in the order in which a newcomer reads them.
///
/// @param id of the page, as `show` calls the example
/// @param title in the list
record Chapter(String id, String title, Function<Backend, Example> example) {
    /// The registry of chapters: one line each.
    static List<Chapter> all() {
        return List.of(
                new Chapter("image", "A picture is numbers", PictureNumbers::builtIn),
                new Chapter("xo", "An X or an O?", Letters::of),
                new Chapter("convolution", "A kernel slides over a picture",
                        backend -> SlidingWindow.of(SlidingWindow.Setting.usual(), backend)),
                new Chapter("pooling", "Pooling makes maps smaller", PoolingWindows::of),
                new Chapter("parameters", "Why not connect everything", _ -> ParameterCounts.count()),
                new Chapter("graph", "A graph, forward and backward", ScalarGraph::of),
                new Chapter("descent", "Downhill, step by step", Descent::of),
                new Chapter("backprop", "How gradients pass layers", GradientChecks::of));
    }
}
