package io.patchbay.dialect.json;

import io.patchbay.api.model.ChatRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A member of a request that stands for one field of the neutral request.
 *
 * <p>Where the member came in another form than it would be written in (a number as {@code 1.0}, another name, a
 * {@code null}), its form is kept as an extra. Writing takes the form if it still says what the field says, so that a
 * request that nobody changed comes out as it came.
 *
 * @param <T> the field's type
 * @param names the member's names: the first is the one to write, the others are read as well
 * @param reader what a value says; empty where it says nothing
 * @param writer the value as JSON; empty where the dialect cannot say it
 */
public record Setting<T>(List<String> names, BiFunction<Node, Place, Optional<T>> reader,
        Function<T, Optional<String>> writer, Function<ChatRequest, Optional<T>> getter,
        BiConsumer<ChatRequest.Builder, T> setter) {

    /** The same, read by another name as well. */
    public Setting<T> alsoNamed(String name) {
        return new Setting<>(Stream.concat(names.stream(), Stream.of(name)).toList(), reader, writer, getter, setter);
    }

    /** The same, told only where it came in this dialect. */
    public Setting<T> unsaid() {
        return new Setting<>(names, reader, _ -> Optional.empty(), getter, setter);
    }

    /** Sets the field, and takes the member unless its form needs to be kept. */
    public void read(Members members, ChatRequest.Builder request) {
        boolean bound = false;
        boolean several = names.stream().filter(name -> members.peek(name).isPresent()).count() > 1;
        for (String name : names) {
            Optional<Node> form = members.peek(name);
            Optional<T> value = form.flatMap(node -> reader.apply(node, members.place().member(name)));
            if (value.isEmpty() || bound) {
                continue;
            }
            bound = true;
            setter.accept(request, value.get());
            Optional<String> written = name.equals(names.getFirst()) ? writer.apply(value.get()) : Optional.empty();
            if (!several && written.equals(form.map(node -> node.json().text()))) {
                members.drop(name);
            }
        }
    }

    /** Writes members, but for those that the model refuses, and names what is not said. */
    public static void writeAll(List<Setting<?>> settings, ChatRequest request, Set<String> refused, Extras extras,
            JsonWriter out, Set<String> dropped) {
        for (Setting<?> setting : settings) {
            String name = setting.names.getFirst();
            boolean taken = !refused.contains(name) || setting.getter.apply(request).isEmpty();
            if (!taken) {
                setting.names.forEach(extras::take);
            }
            if (!taken || !setting.write(request, extras, out)) {
                dropped.add(name);
            }
        }
    }

    /**
     * Writes the member, if the field has a value or had a form without one.
     *
     * @return whether all was said
     */
    public boolean write(ChatRequest request, Extras extras, JsonWriter out) {
        Optional<T> value = getter.apply(request);
        String name = names.getFirst();
        boolean said = false;
        for (String each : names) {
            Optional<Node> form = extras.take(each).map(Extras::node);
            if (form.isEmpty()) {
                continue;
            }
            if (reader.apply(form.get(), Place.request(extras.dialect()).member(each)).equals(value)) {
                out.rawMember(each, form.get().json().text());
                said = true;
            } else if (form.get() instanceof Node.Num) {
                name = each;
            }
        }
        if (said || value.isEmpty()) {
            return true;
        }
        Optional<String> json = writer.apply(value.get());
        if (json.isPresent()) {
            out.rawMember(name, json.get());
        }
        return json.isPresent();
    }
}
