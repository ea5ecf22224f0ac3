/// What a student wants to see: worked examples, each step computed by the engine itself.
@NullMarked
package dev.fovea.explain.example;

import org.jspecify.annotations.NullMarked;
