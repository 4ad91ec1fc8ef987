package dev.flags.testkit;

import com.google.common.collect.ImmutableList;

/** What a store can do wrong, each with the tests of the contract that have to catch it. */
enum Fault {
    NONE,
    /** As {@link #NONE}, but the handles only read, and another store writes for them. */
    NONE_READ_ONLY,

    // commits
    LOSES_UPDATES("commit_withAStaleRevision_conflictsAndChangesNothing", "handles_compareWithEachOthersRevisions"),
    APPLIES_HALF(
            "commit_withAStaleRevision_conflictsAndChangesNothing",
            "commit_ofSeveralWrites_appliesAllWithOneRevision",
            "ephemeralDocument_guardsTheOthersOfItsCommit"),
    IGNORES_READS(
            "commit_whoseReadHasChanged_conflictsAndChangesNothing", "commits_thatEachReadWhatTheOtherWrites_conflict"),
    IGNORES_READS_OF_KINDS("noneNewer_afterAWriteOfTheKind_conflicts"),
    TAKES_ALL_KINDS_FOR_ONE("noneNewer_whileOtherKindsChange_holds"),
    COMPARES_WITH_THE_STORES_VERSION(
            "commits_ofDifferentDocuments_doNotConflict", "commitsAtOnce_ofDifferentDocuments_areAllApplied"),
    GIVES_ANOTHER_REVISION("commit_ofAPut_isLoadedWithItsVersionAsRevision"),
    KEEPS_THE_OLD_TEXT("commit_ofAnotherPut_replacesTheDocument", "digest_isThatOfTheSameContentInAnotherStore"),
    SKIPS_A_TEXT_THAT_IS_THERE("commit_ofTheSameTextAgain_givesANewRevision"),
    DELETES_NOTHING("commit_ofADelete_removesTheDocument"),
    KEEPS_INTS("commit_withARevisionFarFromAny_conflicts"),
    LETS_THE_FUTURE_IN("commit_withARevisionOfTheFuture_conflicts"),
    TAKES_ZERO_FOR_ANY(
            "commit_ofANewDocumentThatExists_conflicts", "delete_expectingNothing_ofADocumentThatExists_conflicts"),
    TAKES_NONE_FOR_ANY("commit_ofADocumentThatIsGone_conflicts", "commit_whoseReadWasDeleted_conflicts"),
    TELLS_NO_ACTUAL_REVISION("commit_afterAConflict_isAppliedWithTheActualRevision"),
    TELLS_ONE_MISMATCH("conflict_listsEveryDocumentThatIsNotAsExpected"),
    CANNOT_DELETE_NOTHING("delete_expectingNothing_makesSureThatThereIsNone"),
    REUSES_REVISIONS(
            "documentThatIsMadeAgain_hasAHigherRevisionThanEver",
            "documentThatIsMadeAgain_isNotTheOneThatWasSeenBefore"),
    IGNORES_READS_OF_NOTHING("commit_whoseReadWasMadeSince_conflicts"),
    COMPARES_ONE_PAGE_OF_READS("commit_withThousandsOfReads_comparesEachOfThem"),
    COMPARES_AFTER_WRITING("commit_whoseReadsStillHold_isApplied", "noneNewer_holdsForTheOwnWrite"),

    // versions
    BEGINS_AT_ONE("emptyStore_hasVersionZeroAndNothingInIt"),
    MOVES_OTHER_KINDS("version_risesOnlyForTheKindsWritten", "ephemeralDocument_leavesTheDataPlanesVersionAlone"),
    HIDES_DELETES("version_afterADelete_rises", "noneNewer_afterADeletionOfTheKind_conflicts"),
    GOES_BY_WHAT_IS_LEFT("version_afterTheLastDocumentIsDeleted_doesNotFall"),
    MOVES_AT_A_CONFLICT("version_afterAConflict_isTheSame"),
    HAS_ONE_VERSION("version_ofAKindNeverSeen_isZero", "version_ofNoKind_isZero"),
    LOADS_AT_THE_STORES_VERSION("load_hasTheVersionOfTheSameKinds"),
    GOES_BY_THE_CLOCK(
            "version_risesWithEveryCommitAndIsTheOneThatItGave",
            "commitsAtOnce_haveEachAVersionOfItsOwn_inTheOrderOfTheHistory"),
    LOADS_EVERY_KIND("load_ofSomeKinds_hasOnlyThose"),
    CHANGES_EPOCHS("version_risesWithEveryCommitAndIsTheOneThatItGave"),
    KEEPS_THE_EPOCH_AT_A_RESET("epoch_afterAReset_isAnother"),

    // documents
    KNOWS_THREE_KINDS("documentsOfAnyKind_areKept"),
    GOES_BY_NAMES_ONLY("documentsOfOneNameAndTwoKinds_areTwo"),
    COMPARES_NO_LEASES("ephemeralDocument_isComparedAndSet"),
    RECORDS_LEASES("ephemeralDocument_leavesNoHistory"),
    TAKES_EVERY_KIND_FOR_A_LASTING_ONE("commitOfAnEphemeralAndALastingDocument_isInTheHistory"),
    RECORDS_NOTHING_BESIDE_A_LEASE("commitOfAnEphemeralAndALastingDocument_isInTheHistory"),
    TAKES_NAMES_FOR_PATHS("namesThatLookLikePaths_areNames"),
    TAKES_NAMES_FOR_PATTERNS("namesThatLookLikeQueries_areNames"),
    IGNORES_CASE("namesThatDifferLittle_areDifferentDocuments"),
    NORMALISES_NAMES("namesThatDifferLittle_areDifferentDocuments"),
    TAKES_EMOJI_FOR_ONE_ANOTHER("namesThatDifferLittle_areDifferentDocuments"),
    CUTS_SPACE_OFF("namesThatDifferLittle_areDifferentDocuments"),
    CUTS_NAMES_OFF("namesOfAnyScriptAndLength_areKept"),
    LIMITS_NAMES("namesOfAnyScriptAndLength_areKept"),
    FAILS_ITS_OWN_WAY("namesBeyondReason_areKeptOrRefused"),
    SPEAKS_ASCII("textOfAnyContent_isKept"),
    KEEPS_DOUBLES("numbers_keepEveryDigit"),
    SORTS_MEMBERS("members_keepTheirOrder"),
    LIMITS_DEPTH("textThatIsNestedDeeply_isKept"),
    LIMITS_SIZE("textOfTheLargestSize_isKept"),
    JUDGES_TEXTS("textThatMeansNothing_isKept"),
    REPAIRS_TEXTS("textBeyondReason_isKeptOrRefused"),
    WRITES_ONE_BY_ONE("textBeyondReason_isKeptOrRefused"),
    LOADS_ONE_PAGE("thousandDocuments_areOneCommit"),

    // history
    TELLS_OLDEST_FIRST("history_isNewestFirst"),
    ORDERS_BY_TIME("history_isInTheOrderOfCommitsWhateverTheirTimes"),
    KEEPS_A_COMMITS_ORDER("history_withinACommit_isReversed"),
    IGNORES_THE_LIMIT("history_hasAtMostWhatWasAskedFor"),
    IGNORES_THE_DOCUMENT("history_ofADocument_hasOnlyIts"),
    IGNORES_THE_COMMIT("history_ofACommit_hasOnlyIts"),
    IGNORES_THE_CASE_OF_DOCUMENTS("history_ofADocument_hasOnlyIts"),
    IGNORES_THE_CASE_OF_ACTORS("history_byAnActor_hasOnlyTheirs"),
    TAKES_ACTORS_FOR_PATTERNS("history_byAnActor_hasOnlyTheirs"),
    INCLUDES_THE_END("history_ofATime_beginsAtItsStartAndStopsBeforeItsEnd"),
    LIMITS_BEFORE_IT_SELECTS("history_ofSeveralConditions_meetsAllOfThem"),
    FORGETS_CHANGES("history_keepsEveryPartOfAnEvent"),
    FORGETS_NULLS("history_keepsEveryPartOfAnEvent"),
    KEEPS_DOUBLES_OF_CHANGES("history_keepsEveryPartOfAnEvent"),
    CUTS_TIMES_OFF(
            "history_keepsEveryPartOfAnEvent",
            "history_keepsTimesOfAnyYear",
            "history_ofATime_beginsAtItsStartAndStopsBeforeItsEnd"),
    ENDS_IN_2038("history_keepsTimesOfAnyYear"),
    LIMITS_REASONS("history_keepsALongReason"),
    LIMITS_CHANGES("history_keepsChangesOfAnySize"),
    RECORDS_CONFLICTS("history_ofAConflict_isEmpty"),
    RECORDS_WHAT_IS_WRITTEN_ONLY("events_mayBeAboutOtherDocuments"),
    NEEDS_EVENTS("commitWithoutEvents_isAppliedAndLeavesNoHistory"),
    FORGETS_HISTORY("history_ofManyCommits_isWhole", "thousandDocuments_areOneCommit"),

    // handles
    CACHES("handles_seeEachOthersCommitsAtOnce", "version_tellsWithoutAnyHint"),
    FORGETS_ALL_AT_A_RESTART("restart_keepsEverything"),
    FORGETS_REVISIONS_AT_A_RESTART("restart_doesNotForgetHowFarRevisionsHadCome"),
    FORGETS_HISTORY_AT_A_RESTART("restart_keepsTheHistory"),
    GOES_ON_AFTER_CLOSE("close_makesEveryMethodThrow", "close_mayBeCalledAgain", "close_byManyAtOnce_isClosedOnce"),
    FAILS_AT_A_SECOND_CLOSE("close_mayBeCalledAgain", "close_byManyAtOnce_isClosedOnce"),
    HAS_NO_CAPABILITIES_AFTER_CLOSE("close_leavesCapabilitiesAndWatchesThatCanBeAskedFor"),
    CLOSES_ALL_HANDLES("close_leavesTheOtherHandlesAlone"),
    NEVER_HINTS("watch_ofAStoreThatPushes_hintsAtOneOfManyCommits", "hint_comesWhenWhatItTellsOfCanBeSeen"),
    HINTS_TOO_EARLY("hint_comesWhenWhatItTellsOfCanBeSeen"),
    LETS_WATCHERS_FAIL_COMMITS("watcherThatThrows_harmsNoCommit"),
    STOPS_HINTING_AT_A_FAILURE("watcherThatThrows_harmsNoOtherWatcher"),
    HINTS_FOR_EVER("watchThatHasEnded_givesNoHint"),
    SAYS_IT_IS_READ_ONLY("capabilities_sayWhetherTheStoreCanBeWritten"),
    SAYS_IT_CAN_BE_WRITTEN("readOnlyStore_readsAndRefusesEveryCommit"),
    WRITES_THOUGH_READ_ONLY("readOnlyStore_readsAndRefusesEveryCommit"),
    WRITES_OVER_A_NEWER_LIBRARY("storeOfANewerLibrary_isReadAndNeverWritten"),
    HIDES_WHO_WROTE("storeOfANewerLibrary_isReadAndNeverWritten"),

    // callers at once
    CHECKS_THEN_ACTS(
            "increments_ofManyCallers_areExactAndTheHistoryHasNoGap",
            "creations_ofOneDocument_haveOneWinner",
            "twoCommits_thatEachReadWhatTheOtherWrites_areNotBothApplied"),
    LOCKS_NOTHING_THAT_IS_READ_AND_ABSENT("twoCommits_thatEachExpectTheOthersDocumentNotToBe_areNotBothApplied"),
    LOCKS_NOTHING_THAT_IS_DELETED_AND_ABSENT("twoCommits_thatEachMakeSureThatTheOthersDocumentIsNot_areNotBothApplied"),
    LOCKS_NO_KIND(
            "twoCommits_thatEachExpectNothingNewOfAKind_areNotBothApplied",
            "deletionOfWhatSomethingBeginsToReferTo_isNotAppliedBesideIt"),
    FAILS_WHEN_COMMITS_MEET("twoCommits_thatEachReadWhatTheOtherWrites_areNotBothApplied"),
    LOCKS_AT_A_CONFLICT("conflict_leavesNothingLocked"),
    HAS_AN_EPOCH_FOR_EACH_HANDLE("handlesOpenedAtOnce_areOnTheSameData"),
    MIXES_VERSIONS("load_duringCommits_isOfOneVersion"),
    LOADS_KIND_BY_KIND("load_duringCommits_isOfOneVersion"),
    NUMBERS_BEFORE_IT_COMMITS(
            "load_duringCommitsOfMany_findsNoChangeBelowTheVersionBefore",
            "commitsAtOnce_haveEachAVersionOfItsOwn_inTheOrderOfTheHistory"),
    RECORDS_LATER(
            "history_duringCommits_isNeverBehindLoad", "commitsAtOnce_haveEachAVersionOfItsOwn_inTheOrderOfTheHistory"),
    LAGS("version_duringCommits_neverFallsAndIsNeverAheadOfLoad"),
    ACKNOWLEDGES_TOO_MUCH(
            "increments_ofManyCallers_areExactAndTheHistoryHasNoGap",
            "close_whileCallsAreUnderWay_endsThemAndLosesNothing",
            "interruptOfACaller_leavesTheStoreUsable"),
    BREAKS_CALLS_UNDER_WAY("close_whileCallsAreUnderWay_endsThemAndLosesNothing"),
    HANGS_AT_CLOSE("close_whileCallsAreUnderWay_endsThemAndLosesNothing"),
    FAILS_AT_AN_INTERRUPT("interruptOfACaller_leavesTheStoreUsable"),
    DIES_OF_AN_INTERRUPT("interruptOfACaller_leavesTheStoreUsable");

    private final ImmutableList<String> caughtBy;

    Fault(String... caughtBy) {
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
