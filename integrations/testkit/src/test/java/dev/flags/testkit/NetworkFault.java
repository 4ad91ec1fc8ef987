package dev.flags.testkit;

import com.google.common.collect.ImmutableList;

/** What a store over a network can do wrong, each with the tests of the contract that have to catch it. */
enum NetworkFault {
    NONE,
    /** As {@link #NONE}, but with a connection for each call. */
    NONE_PER_CALL,
    /** As {@link #NONE}, but the store only reads, and another one writes for it. */
    NONE_READ_ONLY,
    TAKES_COMMITS_BACK("proxy_isNotNoticed"),
    HAS_NO_PATIENCE("slowNetwork_changesNoAnswer"),
    ANSWERS_FROM_MEMORY("cut_failsEveryRead", "blackHole_failsEveryReadWithinItsTime"),
    WAITS_FOR_EVER("blackHole_failsEveryReadWithinItsTime", "blackHole_failsWhatIsOpenedThenWithinItsTime"),
    FAILS_ITS_OWN_WAY("cut_failsEveryRead", "cut_failsWhatIsOpenedThen"),
    NEVER_COMES_BACK("networkThatIsBack_isUsedByANewHandle"),
    TAKES_LATE_ANSWERS("answerThatComesLate_isNotTakenForAnother"),
    TAKES_LOST_ANSWERS_FOR_FAILURES(
            "commitWhoseAnswerIsLost_isUnknownOrCertainlyNotApplied", "nothingThatWasAcknowledged_isLost"),
    TAKES_LOST_ANSWERS_FOR_SUCCESS(
            "commitIntoABlackHole_isUnknownOrCertainlyNotApplied",
            "commitIntoACut_isUnknownOrCertainlyNotApplied",
            "nothingThatWasAcknowledged_isLost"),
    TRIES_COMMITS_AGAIN("commitThatMayBeTriedAgain_isNoConflictWithItself"),
    REMEMBERS_TOO_EARLY("load_thatIsCutHalfWay_isNeverTakenForAWhole"),
    SAYS_GOODBYE("close_inABlackHole_waitsForNothing"),
    CLOSES_IN_TURN("close_duringACallInABlackHole_waitsForNothing"),
    SHARES_A_HANDLE("close_leavesTheOtherHandlesOfTheFactoryAlone"),
    LEAVES_CONNECTIONS("close_leavesNoConnection");

    private final ImmutableList<String> caughtBy;

    NetworkFault(String... caughtBy) {
        this.caughtBy = ImmutableList.copyOf(caughtBy);
    }

    /** Whether this is none. */
    boolean isNone() {
        return caughtBy.isEmpty();
    }

    /** The names of the tests that have to fail. */
    ImmutableList<String> caughtBy() {
        return caughtBy;
    }
}
