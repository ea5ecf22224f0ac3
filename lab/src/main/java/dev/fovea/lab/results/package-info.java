/// The page of results, made of what the runs of the recipes came to.
@NullMarked
package dev.fovea.lab.results;

import org.jspecify.annotations.NullMarked;
