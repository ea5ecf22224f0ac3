/// Reads the golden files: examples computed by libtorch, which the engine must match.
@NullMarked
package dev.fovea.golden;

import org.jspecify.annotations.NullMarked;
