/// Data sets, and the loader that turns them into batches.
@NullMarked
package dev.fovea.data;

import org.jspecify.annotations.NullMarked;
