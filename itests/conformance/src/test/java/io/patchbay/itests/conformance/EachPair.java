package io.patchbay.itests.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** A line of the lists, for every pair of dialects that it is about. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(EachPair.Pairs.class)
@interface EachPair {
    /** What is said in it: each becomes a test for each pair, whose second argument it is. */
    String[] phrases() default {};

    /** The dialects of clients that the line is about; none for all. */
    String[] clients() default {};

    /** The dialects of upstreams that the line is about; none for all. */
    String[] upstreams() default {};

    /** Who must have words for the phrases. */
    Speaker speaker() default Speaker.CLIENT;

    /** Why it is about these dialects alone. */
    String because() default "";

    /** One of the two sides. */
    enum Speaker {
        CLIENT, UPSTREAM
    }

    /** The pairs. */
    final class Pairs implements ArgumentsProvider, AnnotationConsumer<EachPair> {
        private EachPair line;

        @Override
        public void accept(EachPair annotation) {
            line = annotation;
        }

        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            if (line.clients().length + line.upstreams().length > 0 && line.because().isEmpty()) {
                throw new AssertionError("why these dialects alone?");
            }
            List<Phrase> phrases = Arrays.stream(line.phrases()).map(Phrase::of).toList();
            return Pair.ALL.stream().filter(this::isMeant).flatMap(pair -> phrases.isEmpty()
                    ? Stream.of(Arguments.of(pair))
                    : phrases.stream().filter(phrase -> phrase.isSaidIn(speaker(pair)))
                            .map(phrase -> Arguments.of(pair, phrase)));
        }

        private Spoken speaker(Pair pair) {
            return line.speaker() == Speaker.CLIENT ? pair.client() : pair.upstream();
        }

        private boolean isMeant(Pair pair) {
            return isMeant(pair.client(), line.clients()) && isMeant(pair.upstream(), line.upstreams());
        }

        private static boolean isMeant(Spoken dialect, String[] names) {
            return names.length == 0 || List.of(names).contains(dialect.name());
        }
    }
}
