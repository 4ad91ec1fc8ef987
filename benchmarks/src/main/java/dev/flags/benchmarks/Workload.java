package dev.flags.benchmarks;

/**
 * What is asked, by 1 024 users in turn, with contexts that were made beforehand unless it says otherwise. Every contender has to
 * answer alike, but for which users are in a share.
 */
public enum Workload {
    /** A flag that is on for everyone. */
    W1("on for everyone"),
    /** A flag that is on for 50 % of the users. */
    W2("50 % by user"),
    /** Three rules on attributes that do not match, then 50 %. */
    W3("3 rules, then 50 %"),
    /** As {@link #W3}, with the context made inside the call. */
    W3B("W3, context made inside"),
    /** A flag with four variants of 25 %. */
    W4("4 variants of 25 %"),
    /** A flag that does not exist. */
    W5("unknown flag"),
    /** A list of 10 000 users, which has the one who is asked for. */
    W6_HIT("10 000-user list, hit"),
    /** As {@link #W6_HIT}, without that user. */
    W6_MISS("10 000-user list, miss"),
    /** A flag of {@link #W2} among 1 000, another one each time. */
    W8_1K("one of 1 000 flags"),
    /** As {@link #W8_1K}, among 10 000. */
    W8_10K("one of 10 000 flags"),
    /** The first answer, for one user and one flag, that a library gives which has just read {@link #W8_10K}. */
    START("first of 10 000 flags");

    private final String title;

    Workload(String title) {
        this.title = title;
    }

    /** In a few words, for tables. */
    public String title() {
        return title;
    }

    /** How many flags there are. */
    public int flags() {
        return switch (this) {
            case W8_1K -> 1_000;
            case W8_10K, START -> 10_000;
            default -> 1;
        };
    }
}
