/// One record an optimizer or schedule; clipping; parameter groups.
@NullMarked
package dev.fovea.optim;

import org.jspecify.annotations.NullMarked;
