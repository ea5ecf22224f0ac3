/// What a backend must offer, and the choice of one.
@NullMarked
package dev.fovea.backend;

import org.jspecify.annotations.NullMarked;
