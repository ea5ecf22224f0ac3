/// Records of closed sets as JSON objects; what a file says never chooses a class.
@NullMarked
package dev.fovea.json;

import org.jspecify.annotations.NullMarked;
