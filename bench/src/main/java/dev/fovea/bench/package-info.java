/// Measurements: JMH benchmarks, and Fovea beside native libraries.
@NullMarked
package dev.fovea.bench;

import org.jspecify.annotations.NullMarked;
