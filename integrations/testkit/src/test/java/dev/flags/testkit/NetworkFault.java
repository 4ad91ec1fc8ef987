package dev.flags.testkit;

import com.google.common.collect.ImmutableList;

/** What a store over a network can do wrong, each with the tests of the contract that have to catch it. */
enum NetworkFault {
    NONE,
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
    SAYS_GOODBYE("close_inABlackHole_waitsForNothing"),
    LEAVES_CONNECTIONS("close_leavesNoConnection");

    private final ImmutableList<String> caughtBy;

    NetworkFault(String... caughtBy) {
        this.caughtBy = ImmutableList.copyOf(caughtBy);
    }

    /** The names of the tests that have to fail. */
    ImmutableList<String> caughtBy() {
        return caughtBy;
    }
}
