package dev.fovea.app.page;

import dev.fovea.backend.PlanGraph;

/// A plan to be told step by step.
///
/// @param of what it computes: `prediction` or `training step`
/// @param update the optimizer's name, which comes after it; empty for none
/// @param kernels the backend's name
/// @param arenaBytes of its arena
/// @param parameterBytes of the network's parameters
public record PlannedGraph(
        String of, int batch, String update, String kernels, PlanGraph graph, long arenaBytes, long parameterBytes) {
    int steps() {
        return graph.steps().size();
    }

    int views() {
        return graph.nodes().size() - steps();
    }
}
