package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes citations: the words of the answer that have a source, and the sources.
 *
 * <p>Of the sources, the neutral citation has title and address of the first that has one; all of them ride along.
 */
final class Citations {
    /** The member of a message that has them. */
    static final String MEMBER = "citations";

    private static final String TEXT = "text";
    private static final String SOURCES = "sources";

    private Citations() {}

    static Part.Citation read(Members citation) {
        String title = "";
        String url = "";
        if (citation.peek(SOURCES).orElse(null) instanceof Node.Arr sources) {
            for (Node source : sources.elements()) {
                title = title.isEmpty() ? ofDocument(source, "title") : title;
                url = url.isEmpty() ? ofDocument(source, "url") : url;
            }
        }
        String quote = "";
        if (citation.peek(TEXT).orElse(null) instanceof Node.Str string) {
            quote = string.value();
            citation.drop(TEXT);
        }
        return new Part.Citation(title, url, quote, citation.extras());
    }

    private static String ofDocument(Node source, String member) {
        return source instanceof Node.Obj object && object.members().get("document") instanceof Node.Obj document
                && document.members().get(member) instanceof Node.Str(_, String text) ? text : "";
    }

    /** Takes a message's citations and puts each after the block that it is about; others than objects are left. */
    static List<Part> place(Members message, List<Part> content, Optional<Part> plan) {
        List<Part> parts = new ArrayList<>(content);
        plan.ifPresent(parts::add);
        if (!(message.peek(MEMBER).orElse(null) instanceof Node.Arr array)
                || !array.elements().stream().allMatch(Node.Obj.class::isInstance)) {
            return parts;
        }
        message.drop(MEMBER);
        if (array.elements().isEmpty()) {
            message.mark(MEMBER, "[]");
        }
        int placed = 0;
        int earliest = 0;
        for (Node element : array.elements()) {
            Node.Obj citation = (Node.Obj) element;
            // They keep their order, whatever they are about.
            earliest = Math.max(earliest, block(citation, content, plan.isPresent()) + 1);
            parts.add(earliest + placed, read(new Members(citation, message.place().member(MEMBER).element(placed))));
            placed++;
        }
        return parts;
    }

    /** The block that a citation is about: the one it names, the plan, or the last text. */
    private static int block(Node.Obj citation, List<Part> content, boolean planned) {
        if (planned && citation.members().get("type") instanceof Node.Str(_, String type) && type.equals("PLAN")) {
            return content.size();
        }
        if (citation.members().get("content_index") instanceof Node.Num number) {
            long index = Numbers.whole(number).orElse(-1L);
            if (index >= 0 && index < content.size()) {
                return (int) index;
            }
        }
        for (int i = content.size() - 1; i >= 0; i--) {
            if (content.get(i) instanceof Part.Text) {
                return i;
            }
        }
        return content.size() - 1;
    }

    /** Writes a citation; one from another dialect has a document for its source, and no place in the text. */
    static void write(Part.Citation citation, JsonWriter out) {
        Extras extras = CohereV2.extras(citation.extras());
        out.object();
        if (!extras.isEmpty()) {
            if (!citation.quote().isEmpty()) {
                extras.take(TEXT);
                out.member(TEXT, citation.quote());
            }
            extras.write(out);
            out.endObject();
            return;
        }
        String id = citation.url().isEmpty() ? citation.title() : citation.url();
        out.member(TEXT, citation.quote()).member("type", "TEXT_CONTENT").name(SOURCES).array().object()
                .member("type", "document").member("id", id).name("document").object().member("id", id)
                .member("title", citation.title());
        if (!citation.url().isEmpty()) {
            out.member("url", citation.url());
        }
        out.endObject().endObject().endArray().endObject();
    }
}
