package dev.flags.samples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.flags.FeatureFlagManager;
import dev.flags.MemoryFlags;
import dev.flags.store.FileConfigStore;
import dev.flags.testing.TestFlags;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import javax.script.ScriptEngine;

/** The arrows of docs/architecture.md, and what main code must not use. */
@AnalyzeClasses(packages = "dev.flags", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String JDK = "java..";

    /** Every package of core, of which no module above may be seen. */
    private static final String[] CORE = {
        "dev.flags",
        "dev.flags.bucketing",
        "dev.flags.config",
        "dev.flags.internal",
        "dev.flags.json",
        "dev.flags.lint",
        "dev.flags.store",
        "dev.flags.testing"
    };

    private static final DescribedPredicate<JavaClass> LIBRARY =
            resideOutsideOfPackages("dev.flags.samples..").as("the libraries");

    // --- modules

    @ArchTest
    static final ArchRule core_knowsNoOtherModule = ours(CORE, CORE);

    @ArchTest
    static final ArchRule abtest_knowsCore = ours(packages("dev.flags.abtest.."), with(CORE, "dev.flags.abtest.."));

    @ArchTest
    static final ArchRule statistics_stand_alone =
            ours(packages("dev.flags.abtest.stats.."), packages("dev.flags.abtest.stats.."));

    @ArchTest
    static final ArchRule drift_knowsCoreAndStatistics =
            ours(packages("dev.flags.drift.."), with(CORE, "dev.flags.drift..", "dev.flags.abtest.stats.."));

    @ArchTest
    static final ArchRule rollout_knowsCoreAndStatistics =
            ours(packages("dev.flags.rollout.."), with(CORE, "dev.flags.rollout..", "dev.flags.abtest.stats.."));

    @ArchTest
    static final ArchRule testkit_knowsCoreAndRollout = ours(
                    packages("dev.flags.testkit"), with(CORE, "dev.flags.rollout", "dev.flags.testkit"))
            .allowEmptyShould(false);

    @ArchTest
    static final ArchRule testkit_isKnownByNoOther = knownByNoOther("dev.flags.testkit..");

    @ArchTest
    static final ArchRule junit_knowsCore =
            ours(packages("dev.flags.junit"), with(CORE, "dev.flags.junit")).allowEmptyShould(false);

    @ArchTest
    static final ArchRule junit_isKnownByNoOther = knownByNoOther("dev.flags.junit..");

    @ArchTest
    static final ArchRule junit_hasNoStateThatTestsShare = fields().that()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.flags.junit")
            .and()
            .areStatic()
            .should()
            .beFinal()
            .because("tests run beside one another");

    @ArchTest
    static final ArchRule libraries_doNotKnowTheSamples =
            noClasses().that(LIBRARY).should().dependOnClassesThat().resideInAPackage("dev.flags.samples..");

    // --- packages

    @ArchTest
    static final ArchRule packages_areFreeOfCycles =
            slices().matching("dev.flags.(**)").should().beFreeOfCycles();

    /** The root package has no name after the prefix, so that the rule above does not see it: nothing may lead back. */
    @ArchTest
    static final ArchRule packagesBelow_doNotKnowTheRoot = noClasses()
            .that(resideInAnyPackage(
                    "dev.flags.bucketing",
                    "dev.flags.config",
                    "dev.flags.internal",
                    "dev.flags.json",
                    "dev.flags.lint",
                    "dev.flags.store"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.flags");

    @ArchTest
    static final ArchRule json_knowsNumbersOnly =
            ours(packages("dev.flags.json"), packages("dev.flags.json", "dev.flags.internal"));

    @ArchTest
    static final ArchRule bucketing_standsAlone =
            ours(packages("dev.flags.bucketing"), packages("dev.flags.bucketing"));

    @ArchTest
    static final ArchRule bucketing_needsNothingButTheJdk = classes()
            .that()
            .resideInAPackage("dev.flags.bucketing")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.flags.bucketing", JDK, "org.jspecify.annotations");

    @ArchTest
    static final ArchRule internal_standsAlone = ours(packages("dev.flags.internal"), packages("dev.flags.internal"));

    @ArchTest
    static final ArchRule testing_isKnownToTestsOnly = noClasses()
            .that(resideOutsideOfPackages("dev.flags.testing", "dev.flags.junit", "dev.flags.testkit"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.flags.testing");

    @ArchTest
    static final ArchRule config_knowsWhatItIsMadeOf = ours(
            packages("dev.flags.config"),
            packages("dev.flags.config", "dev.flags.json", "dev.flags.bucketing", "dev.flags.internal"));

    @ArchTest
    static final ArchRule store_knowsDocuments = ours(
            packages("dev.flags.store"),
            packages("dev.flags.store", "dev.flags.config", "dev.flags.json", "dev.flags.internal"));

    @ArchTest
    static final ArchRule lint_knowsWhatIsConfigured = ours(
            packages("dev.flags.lint"),
            packages(
                    "dev.flags.lint",
                    "dev.flags.config",
                    "dev.flags.json",
                    "dev.flags.bucketing",
                    "dev.flags.internal"));

    // --- what main code does not use

    @ArchTest
    static final ArchRule noClassIsFoundByName = noClasses()
            .that(LIBRARY)
            .should()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
            .orShould()
            .callMethod(Class.class, "forName", Module.class, String.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ClassLoader.class);

    @ArchTest
    static final ArchRule nothingIsDeserializedOrScripted = noClasses()
            .that(LIBRARY)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ScriptEngine.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule regexesRunInLinearTime =
            noClasses().that(LIBRARY).should().dependOnClassesThat().resideInAPackage("java.util.regex");

    @ArchTest
    static final ArchRule timeIsPassedIn = noClasses()
            .that(LIBRARY)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(Clock.class, "system", ZoneId.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class);

    @ArchTest
    static final ArchRule theSystemClock_isChosenWhereNoOtherIsGiven = noClasses()
            .that(LIBRARY)
            .and(not(JavaClass.Predicates.type(FeatureFlagManager.Builder.class)))
            .and(not(JavaClass.Predicates.type(MemoryFlags.Builder.class)))
            .and(not(JavaClass.Predicates.type(FileConfigStore.class)))
            .and(not(JavaClass.Predicates.type(TestFlags.class)))
            .should()
            .callMethod(InstantSource.class, "system");

    // --- public types

    @ArchTest
    static final ArchRule publicTypes_areClosedOrMeantToBeImplemented = classes()
            .that(LIBRARY)
            .and()
            .arePublic()
            .and()
            .areNotInterfaces()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .orShould()
            .haveModifier(JavaModifier.ABSTRACT)
            .orShould()
            .beEnums()
            .orShould()
            .beAssignableTo(Throwable.class)
            .because("an exception may have subclasses; nothing else is extended unless it says so");

    /** Of our own packages, classes in {@code from} depend on those in {@code to} only. A module may still be empty. */
    private static ArchRule ours(String[] from, String[] to) {
        return noClasses()
                .that()
                .resideInAnyPackage(from)
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.flags..").and(resideOutsideOfPackages(to)))
                .allowEmptyShould(true);
    }

    private static ArchRule knownByNoOther(String module) {
        return noClasses()
                .that(resideOutsideOfPackages(module))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(module);
    }

    private static String[] packages(String... names) {
        return names;
    }

    private static String[] with(String[] names, String... more) {
        String[] all = Arrays.copyOf(names, names.length + more.length);
        System.arraycopy(more, 0, all, names.length, more.length);
        return all;
    }
}
