/// Whole networks side by side with native frameworks: the same layers, weights, images and steps, in processes that
/// take turns.
@NullMarked
package dev.fovea.bench.peers;

import org.jspecify.annotations.NullMarked;
