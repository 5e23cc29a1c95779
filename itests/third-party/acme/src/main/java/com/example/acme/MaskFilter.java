package com.example.acme;

import io.patchbay.api.config.FilterOrder;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A filter that keeps a word from every provider. */
@Component(configurationPid = "com.example.acme.mask", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MaskFilter.Settings.class)
@FilterOrder(100)
public final class MaskFilter implements Filter {
    private final String word;

    @ObjectClassDefinition(name = "Acme: mask", description = "Keeps a word from every provider.")
    @interface Settings {
        @AttributeDefinition(name = "Word", description = "The word that becomes ***; empty for none.")
        String word();
    }

    @Activate
    public MaskFilter(Settings settings) {
        this(settings.word());
    }

    MaskFilter(String word) {
        this.word = word;
    }

    @Override
    public Answer filter(Exchange exchange, Chain chain) {
        if (word.isEmpty() || !exchange.request().operation().equals(Operation.CHAT)) {
            return chain.proceed(exchange);
        }
        List<Message> said = exchange.chat().messages();
        List<Message> masked = said.stream()
                .map(message -> message.withParts(message.parts().stream().map(this::mask).toList()))
                .toList();
        return masked.equals(said)
                ? chain.proceed(exchange) // the client's own bytes go on
                : chain.proceed(exchange.withChat(exchange.chat().toBuilder().messages(masked).build()));
    }

    private Part mask(Part part) {
        return part instanceof Part.Text text ? new Part.Text(text.text().replace(word, "***"), text.extras()) : part;
    }
}
