/// Differentiation, order, `Program`, liveness.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.graph;

import org.jspecify.annotations.NullMarked;
