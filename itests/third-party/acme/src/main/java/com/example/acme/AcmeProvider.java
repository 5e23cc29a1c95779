package com.example.acme;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.TextStream;
import io.patchbay.api.provider.Provider;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A provider that says, word by word, what it is told. */
@Component(configurationPid = "io.patchbay.provider.acme", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AcmeProvider.Settings.class, factory = true)
public final class AcmeProvider implements Provider {
    private final String greeting;

    @ObjectClassDefinition(name = "Acme", description = "Says what it is told.")
    @interface Settings {
        @AttributeDefinition(name = "Models", description = "The models that it has, or patterns of them.")
        String[] models() default "echo";

        @AttributeDefinition(name = "Greeting", description = "What comes before the echo.")
        String greeting() default "You said:";
    }

    @Activate
    public AcmeProvider(Settings settings) {
        this(settings.greeting());
    }

    AcmeProvider(String greeting) {
        this.greeting = greeting;
    }

    @Override
    public Answer send(Attempt attempt) {
        String told = attempt.chat().messages().getLast().text();
        Stream<String> words = Stream.of((greeting + " " + told).split("(?<= )"));
        Answer answer = TextStream.answer(attempt.chat().model(), words);
        // key.value() is the secret, for whoever has an upstream that asks for it.
        return attempt.key().map(key -> answer.withHeader("x-acme-key", key.name())).orElse(answer);
    }
}
