/// Layers: one record each, which adds operations to a graph; networks, losses, initialisers, summaries.
@NullMarked
package dev.fovea.nn;

import org.jspecify.annotations.NullMarked;
