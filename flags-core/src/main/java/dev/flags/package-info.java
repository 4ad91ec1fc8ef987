/** Start here. */
@NullMarked
package dev.flags;

import org.jspecify.annotations.NullMarked;
