/// Files that last and texts that are safe to show: what goes out of the process and what comes into it.
@NullMarked
package dev.fovea.io;

import org.jspecify.annotations.NullMarked;
