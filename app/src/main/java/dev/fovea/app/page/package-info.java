/// What commands print: tables, pages of text and JSON, and what to tell people of an error.
@NullMarked
package dev.fovea.app.page;

import org.jspecify.annotations.NullMarked;
