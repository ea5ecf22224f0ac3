package dev.fovea.app.page;

import dev.fovea.backend.PlanGraph.Computed;
import dev.fovea.backend.PlanGraph.Given;
import dev.fovea.backend.PlanGraph.Node;
import dev.fovea.backend.PlanGraph.Place;
import dev.fovea.backend.PlanGraph.Read;
import dev.fovea.lab.run.JsonNodes;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plans as JSON objects: a step is an element of `steps`, which others name by its index.
public final class GraphJson {
    private GraphJson() {}

    public static ArrayNode of(List<PlannedGraph> plans) {
        ArrayNode json = JsonNodes.object().putArray("plans");
        plans.forEach(plan -> json.add(of(plan)));
        return json;
    }

    private static ObjectNode of(PlannedGraph plan) {
        ObjectNode json = JsonNodes.object()
                .put("of", plan.of())
                .put("batch", plan.batch())
                .put("kernels", plan.kernels())
                .put("stepsBeforeFusion", plan.graph().before())
                .put("stepsAfterFusion", plan.steps())
                .put("views", plan.views())
                .put("arenaBytes", plan.arenaBytes())
                .put("parameterBytes", plan.parameterBytes());
        ArrayNode steps = json.putArray("steps");
        List<Node> nodes = plan.graph().nodes();
        for (int i = 0; i < nodes.size(); i++) {
            steps.add(step(i, nodes.get(i)));
        }
        return json;
    }

    private static ObjectNode step(int index, Node node) {
        ObjectNode json = JsonNodes.object()
                .put("index", index)
                .put("name", node.step().name())
                .put("layer", node.step().layer())
                .put("operation", node.step().operation())
                .put("pass", node.step().pass().name().toLowerCase(Locale.ROOT));
        ArrayNode fused = json.putArray("fused");
        node.fused().forEach(fused::add);
        ArrayNode chain = json.putArray("chain");
        node.chain().forEach(chain::add);
        json.put("kernel", node.kernel());
        ArrayNode reads = json.putArray("reads");
        node.reads().forEach(read -> reads.add(read(read)));
        json.put("output", node.output().toString()).put("bytes", node.bytes());
        switch (node.place()) {
            case Place.Own _ -> json.put("place", "own");
            case Place.InPlace(int over) -> json.put("place", "over").put("over", over);
            case Place.View _ -> json.put("place", "view");
            case Place.Gradients _ -> json.put("place", "gradients");
            case Place.States _ -> json.put("place", "states");
        }
        return json;
    }

    private static ObjectNode read(Read read) {
        ObjectNode json = JsonNodes.object();
        switch (read) {
            case Computed computed -> json.put("step", computed.node());
            case Given given -> json.put("name", given.name());
        }
        return json.put("shape", read.shape().toString());
    }
}
