/// Side-by-side runs against native libraries.
@NullMarked
package dev.fovea.bench;

import org.jspecify.annotations.NullMarked;
