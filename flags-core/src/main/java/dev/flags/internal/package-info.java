/**
 * What the configuration model and the evaluation engine share: the operands of clauses, parsed once when configuration
 * is loaded ({@link dev.flags.internal.SemVer}, {@link dev.flags.internal.Cidr}, {@link dev.flags.internal.IsoInstant},
 * {@link dev.flags.internal.ExactNumber}, {@link dev.flags.internal.LinearRegex}) and then compared with the attributes
 * of every context. Also {@link dev.flags.internal.BriefThread}, which stores and managers start threads with,
 * {@link dev.flags.internal.FailureLog}, and how messages name things: {@link dev.flags.internal.Quoted} and
 * {@link dev.flags.internal.JsonPointer}. Exported to modules of ours alone.
 *
 * <p>All operands are immutable and safe for use by many threads. Parsing refuses a bad operand with an
 * {@link IllegalArgumentException} that names it. Comparing never throws, whatever the attribute holds, and allocates
 * nothing except where a class says so. Two operands are equal if the same candidates match them; {@code toString} is
 * the text they were parsed from. Start at {@link dev.flags.internal.Relation}, which reads the results.
 */
@NullMarked
package dev.flags.internal;

import org.jspecify.annotations.NullMarked;
