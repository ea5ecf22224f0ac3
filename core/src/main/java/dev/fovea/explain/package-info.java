/// What a student wants to see: worked examples, each step computed by the engine itself.
@NullMarked
package dev.fovea.explain;

import org.jspecify.annotations.NullMarked;
