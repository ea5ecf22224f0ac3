/// The training loop, its events and callbacks, and checkpoints.
@NullMarked
package dev.fovea.train;

import org.jspecify.annotations.NullMarked;
