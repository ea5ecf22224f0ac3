/// What a trained model has learned and where it errs, in pictures and on one page.
@NullMarked
package dev.fovea.explain.report;

import org.jspecify.annotations.NullMarked;
