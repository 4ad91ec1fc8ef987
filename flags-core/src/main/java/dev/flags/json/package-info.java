/**
 * JSON as values: what configuration is read from and written to, and what a flag of type JSON serves.
 *
 * <p>Start at {@link dev.flags.json.JsonValue}. Values are immutable, objects keep the order of their members, and
 * numbers keep their literal text, so that reading and writing a document changes nothing in it but white space.
 */
@NullMarked
package dev.flags.json;

import org.jspecify.annotations.NullMarked;
