/** How the samples print: lines, headings and tables, the same in every locale. */
@NullMarked
package dev.flags.samples.text;

import org.jspecify.annotations.NullMarked;
