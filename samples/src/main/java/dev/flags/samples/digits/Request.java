package dev.flags.samples.digits;

/**
 * One request to the digit service. Immutable.
 *
 * @param id unique in the traffic: {@code r-0001}, {@code r-0002}, ...
 * @param user who sent it: {@code u-001}, {@code u-002}, ...
 * @param tenant the customer that the user belongs to
 * @param digit the image, and the right answer, which a real service would learn only later
 */
public record Request(String id, String user, String tenant, Digit digit) {}
