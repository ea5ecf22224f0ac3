/// Makes the golden files: examples that libtorch computed, which the tests of `core` hold Fovea against.
@NullMarked
package dev.fovea.bench.golden;

import org.jspecify.annotations.NullMarked;
