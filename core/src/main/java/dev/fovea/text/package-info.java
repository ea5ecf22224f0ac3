/// Texts for people: numbers, lines that steer no terminal, what a mistyped word was meant to be.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.text;

import org.jspecify.annotations.NullMarked;
