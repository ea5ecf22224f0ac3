/// What surrounds a command: streams, exit codes, signals, errors.
@NullMarked
package dev.fovea.app.console;

import org.jspecify.annotations.NullMarked;
