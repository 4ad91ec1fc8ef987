/** How long answers take, beside what they could take at least, and beside other libraries; and recording, and analysing. */
@NullMarked
package dev.flags.benchmarks;

import org.jspecify.annotations.NullMarked;
