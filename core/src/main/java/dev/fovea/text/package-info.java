/// Texts for people: numbers, lines that steer no terminal, what a mistyped word was meant to be.
@NullMarked
package dev.fovea.text;

import org.jspecify.annotations.NullMarked;
