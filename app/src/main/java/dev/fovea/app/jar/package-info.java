/// How `java -jar fovea.jar` starts the command line, as the script `fovea` does in a checkout.
@NullMarked
package dev.fovea.app.jar;

import org.jspecify.annotations.NullMarked;
