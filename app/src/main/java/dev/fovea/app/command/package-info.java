/// One file a command.
@NullMarked
package dev.fovea.app.command;

import org.jspecify.annotations.NullMarked;
