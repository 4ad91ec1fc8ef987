package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.L;
import static dev.flags.testkit.Commits.R;
import static dev.flags.testkit.Commits.S;

import dev.flags.config.DocumentKey;
import dev.flags.store.ConfigStore;
import dev.flags.testkit.StoreModel.Belief;
import dev.flags.testkit.StoreModel.Change;
import dev.flags.testkit.StoreModel.Read;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Random sequences of calls on a store, each compared with a model so simple that it is plainly right, as a property of
 * jqwik. {@link ConfigStoreContract} knows where stores go wrong; this one does not, and tries.
 *
 * <p>Needs jqwik on the class path, which this module asks for only optionally.
 */
public abstract class StoreModelContract {
    private final List<ConfigStore> opened = new ArrayList<>();

    /** For subclasses. */
    protected StoreModelContract() {}

    /** A new store in which there is nothing. It is closed when a sequence is through. */
    protected abstract ConfigStore openEmpty();

    @Property(tries = 200)
    void everySequenceOfCalls_isAnsweredAsByTheModel(@ForAll("calls") ActionChain<StoreModel> calls) {
        calls.run();
    }

    @AfterTry
    final void closeOpened() {
        opened.forEach(ConfigStore::close);
        opened.clear();
    }

    @Provide
    final Arbitrary<ActionChain<StoreModel>> calls() {
        return ActionChain.startWith(this::start)
                .withAction(6, commits())
                .withAction(1, looks())
                .withAction(1, looksBack())
                .withMaxTransformations(25);
    }

    private StoreModel start() {
        ConfigStore store = openEmpty();
        opened.add(store);
        return new StoreModel(store);
    }

    private static Action.Independent<StoreModel> commits() {
        Arbitrary<Change> change = Combinators.combine(
                        keys(),
                        Arbitraries.of(true, true, false),
                        Arbitraries.integers().between(0, 3),
                        beliefs())
                .as(Change::new);
        Arbitrary<Read> read = Combinators.combine(keys(), Arbitraries.of(true, false), beliefs())
                .as(Read::new);
        return () -> Combinators.combine(
                        change.list().ofMinSize(1).ofMaxSize(3), read.list().ofMaxSize(2))
                .as((changes, reads) -> Transformer.mutate(
                        "commit " + changes + " having read " + reads, model -> model.commit(changes, reads)));
    }

    private static Action.Independent<StoreModel> looks() {
        return () -> Arbitraries.subsetOf(ALL)
                .map(kinds -> Transformer.mutate("load " + kinds, model -> model.check(kinds)));
    }

    private static Action.Independent<StoreModel> looksBack() {
        return () -> Combinators.combine(keys(), Arbitraries.integers().between(1, 10))
                .as(Tuple::of)
                .map(query -> Transformer.mutate(
                        "history of " + query, model -> model.checkHistory(query.get1(), query.get2())));
    }

    private static Arbitrary<DocumentKey> keys() {
        return Arbitraries.of(A, B, S, R, L);
    }

    /** Mostly right, or hardly any commit would be applied. */
    private static Arbitrary<Belief> beliefs() {
        return Arbitraries.frequency(
                Tuple.of(12, Belief.NOW),
                Tuple.of(1, Belief.BEFORE),
                Tuple.of(1, Belief.NONE),
                Tuple.of(1, Belief.FUTURE));
    }
}
