/// What a student wants to see: worked examples, each step computed by the engine itself.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.explain.example;

import org.jspecify.annotations.NullMarked;
