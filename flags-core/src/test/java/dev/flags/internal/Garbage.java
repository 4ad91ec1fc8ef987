package dev.flags.internal;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that are nothing in particular, and texts that are nearly something. */
final class Garbage {
    private Garbage() {}

    /** Any characters at all, lone surrogates included, and long runs of one of them. */
    static Arbitrary<String> texts() {
        Arbitrary<String> unicode = Arbitraries.strings().all().ofMaxLength(60);
        Arbitrary<String> spaces =
                Arbitraries.strings().withChars(' ', '\t', '\n', '\u00A0').ofMaxLength(5);
        Arbitrary<String> huge = Arbitraries.of("0", "1", "9.", ":", "::", "f", "-", "1.", "\uD83D\uDE00", "{", "(")
                .map(part -> part.repeat(50_000));
        return Arbitraries.oneOf(unicode, spaces, huge);
    }

    /** Strings of the characters that the grammar in question uses. */
    static Arbitrary<String> of(String alphabet, int maxLength) {
        return Arbitraries.strings().withChars(alphabet.toCharArray()).ofMaxLength(maxLength);
    }

    /** A text with one character replaced, inserted or removed. */
    static Arbitrary<String> mutated(Arbitrary<String> texts, String alphabet) {
        Arbitrary<Character> chars =
                Arbitraries.of(alphabet.chars().mapToObj(c -> (char) c).toList());
        return texts.filter(text -> !text.isEmpty())
                .flatMap(text -> chars.flatMap(c -> Arbitraries.integers()
                        .between(0, text.length() - 1)
                        .flatMap(at -> Arbitraries.of(
                                text.substring(0, at) + c + text.substring(at + 1),
                                text.substring(0, at) + c + text.substring(at),
                                text.substring(0, at) + text.substring(at + 1),
                                text))));
    }
}
