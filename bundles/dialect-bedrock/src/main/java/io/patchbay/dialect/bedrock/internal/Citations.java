package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes {@code citationsContent}: a text, and then its citations.
 *
 * <p>What its content is beside one text, or a block without citations, is an extra of the text, named as the block.
 */
final class Citations {
    private static final String CONTENT = "content";
    private static final String CITATIONS = "citations";
    private static final String SOURCE_CONTENT = "sourceContent";
    private static final String LOCATION = "location";

    private Citations() {}

    static List<Part> read(Members block) {
        Node content = block.peek(CONTENT).orElseThrow();
        String text = joined(content);
        if (isOneText(content)) {
            block.drop(CONTENT);
        }
        List<Part> parts = new ArrayList<>();
        if (block.peek(CITATIONS).orElse(null) instanceof Node.Arr array && !array.elements().isEmpty()) {
            block.drop(CITATIONS);
            int index = 0;
            for (Node citation : array.elements()) {
                parts.add(citation(Members.of(citation, block.place().member(CITATIONS).element(index++))));
            }
        } else {
            block.mark(CITATIONS, "[]");
        }
        parts.addFirst(new Part.Text(text, block.extra(BlockReader.CITED)));
        return parts;
    }

    static Part.Citation citation(Members citation) {
        String title = citation.textOrEmpty("title");
        String url = citation.peek(LOCATION).orElse(null) instanceof Node.Obj location
                && location.members().get("web") instanceof Node.Obj web
                && web.members().get("url") instanceof Node.Str(_, String address) ? address : "";
        String quote = "";
        if (citation.peek(SOURCE_CONTENT).orElse(null) instanceof Node.Arr source) {
            quote = joined(source);
            if (isOneText(source) && !quote.isEmpty()) {
                citation.drop(SOURCE_CONTENT);
            }
        }
        return new Part.Citation(title, url, quote, citation.extras());
    }

    private static boolean isOneText(Node content) {
        return content instanceof Node.Arr array && array.elements().size() == 1
                && array.elements().getFirst() instanceof Node.Obj object && object.members().size() == 1
                && object.members().get("text") instanceof Node.Str;
    }

    private static String joined(Node content) {
        StringBuilder text = new StringBuilder();
        if (content instanceof Node.Arr array) {
            for (Node element : array.elements()) {
                if (element instanceof Node.Obj object
                        && object.members().get("text") instanceof Node.Str(_, String each)) {
                    text.append(each);
                }
            }
        }
        return text.toString();
    }

    /** Writes a text with its citations as a block. */
    static String write(String text, Extras extras, List<Part.Citation> citations) {
        Extras own = extras.nested(BlockReader.CITED);
        JsonWriter out = new JsonWriter().object().name(BlockReader.CITED).object();
        String content = own.take(CONTENT).filter(form -> joined(Extras.node(form)).equals(text))
                .orElseGet(() -> texts(text));
        out.rawMember(CONTENT, content);
        if (!citations.isEmpty()) {
            own.take(CITATIONS);
            out.name(CITATIONS).array();
            citations.forEach(citation -> out.raw(write(citation)));
            out.endArray();
        }
        own.write(out);
        return out.endObject().endObject().text();
    }

    /** Writes a citation. */
    static String write(Part.Citation citation) {
        Extras extras = BedrockConverse.extras(citation.extras());
        JsonWriter out = new JsonWriter().object();
        if (!citation.title().isEmpty()) {
            extras.take("title");
            out.member("title", citation.title());
        }
        if (!citation.quote().isEmpty() && !extras.has(SOURCE_CONTENT)) {
            out.rawMember(SOURCE_CONTENT, texts(citation.quote()));
        }
        if (!citation.url().isEmpty() && !extras.has(LOCATION)) {
            out.name(LOCATION).object().name("web").object().member("url", citation.url()).endObject().endObject();
        }
        extras.take(BlockReader.CACHE_POINT);
        extras.write(out);
        return out.endObject().text();
    }

    private static String texts(String text) {
        return new JsonWriter().array().object().member("text", text).endObject().endArray().text();
    }
}
