/**
 * Analyses a real trial in which people were given health insurance by lot. Start at {@link dev.flags.samples.trial.AnalyseTrial}, which reads
 * {@linkplain dev.flags.samples.trial.PersonYear person-years} and prints what a person can read.
 */
@NullMarked
package dev.flags.samples.trial;

import org.jspecify.annotations.NullMarked;
