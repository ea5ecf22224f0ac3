/// Published networks by name: one file an architecture or family, with its published size.
@NullMarked
package dev.fovea.zoo;

import org.jspecify.annotations.NullMarked;
