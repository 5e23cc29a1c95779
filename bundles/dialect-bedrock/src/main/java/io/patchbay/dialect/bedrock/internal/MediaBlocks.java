package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Reads and writes blocks that hold a file: {@code {"format": ..., "source": {...}}}.
 *
 * <p>A document whose source is a text becomes a file of that text, marked by an extra {@code source}: {@code "text"},
 * or {@code "plain"} where it had no format.
 */
final class MediaBlocks {
    private static final String FORMAT = "format";
    private static final String SOURCE = "source";
    private static final String TEXT_MARK = "\"text\"";
    private static final String PLAIN_MARK = "\"plain\"";
    private static final String S3 = "s3://";
    private static final int MOST_NAME = 200;

    private MediaBlocks() {}

    static Part read(String kind, Members block) {
        String mediaType = mediaType(kind, block);
        Media.Source source = source(block);
        if (kind.equals("document") && mediaType.isEmpty() && isText(block)) {
            mediaType = "text/plain";
            block.mark(SOURCE, PLAIN_MARK);
        }
        Media media = new Media(mediaType, source);
        String name = kind.equals("document") ? block.textOrEmpty("name") : "";
        return switch (kind) {
            case "image" -> new Part.Image(media, block.extra(kind));
            case "audio" -> new Part.Audio(media, block.extra(kind));
            default -> new Part.Document(media, name, block.extra(kind));
        };
    }

    private static boolean isText(Members block) {
        return block.peek(SOURCE).filter(mark -> mark.json().text().equals(TEXT_MARK)).isPresent();
    }

    /** Takes the format, and leaves one that its media type does not tell. */
    private static String mediaType(String kind, Members block) {
        if (!(block.peek(FORMAT).orElse(null) instanceof Node.Str(_, String format))) {
            return "";
        }
        String mediaType = Formats.mediaType(kind, format);
        boolean told =
                kind.equals("audio") ? Formats.audio(mediaType).equals(Optional.of(format)) : !mediaType.isEmpty();
        if (told) {
            block.drop(FORMAT);
        }
        return mediaType;
    }

    private static Media.Source source(Members block) {
        Node source = block.take(SOURCE).orElseThrow(() -> block.place().member(SOURCE).missing());
        if (source instanceof Node.Obj given && given.said().members().size() == 1) {
            Node.Obj object = given.said();
            if (object.members().get("bytes") instanceof Node.Str(_, String base64)) {
                return new Media.Inline(base64);
            }
            if (object.members().get("text") instanceof Node.Str(_, String text)) {
                block.mark(SOURCE, TEXT_MARK);
                return new Media.Inline(
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new Media.Other(BedrockConverse.NAME, source.json());
    }

    /**
     * A block; empty for a file that Bedrock cannot be told of.
     *
     * @param own whether it stands where this dialect's words are kept as they are
     */
    static Optional<String> write(Part part, Extras extras, boolean own) {
        return switch (part) {
            case Part.Image(Media media, _) -> {
                String base64 = media.source() instanceof Media.Inline(String content) ? content : "";
                yield write("image", media, Formats.image(media.mediaType(), base64), "", extras, own);
            }
            case Part.Audio(Media media, _) ->
                    write("audio", media, Formats.audio(media.mediaType()), "", extras, own);
            case Part.Document(Media media, String name, _) -> write("document", media,
                    Formats.document(media, name), own ? name : name(name), extras, own);
            default -> Optional.empty();
        };
    }

    private static Optional<String> write(String kind, Media media, Optional<String> format, String name,
            Extras blockExtras, boolean own) {
        Extras extras = blockExtras.nested(kind);
        boolean formless = own || extras.has(FORMAT) || extras.is(SOURCE, PLAIN_MARK);
        Optional<String> written = extras.has(FORMAT) || extras.is(SOURCE, PLAIN_MARK) ? Optional.empty() : format;
        Optional<String> source = source(media, extras);
        if (source.isEmpty() || (format.isEmpty() && !formless)) {
            return Optional.empty();
        }
        JsonWriter out = new JsonWriter().object().name(kind).object();
        written.ifPresent(word -> out.member(FORMAT, word));
        if (!name.isEmpty()) {
            extras.take("name");
            out.member("name", name);
        }
        out.rawMember(SOURCE, source.get());
        extras.write(out);
        return Optional.of(out.endObject().endObject().text());
    }

    private static Optional<String> source(Media media, Extras extras) {
        boolean text = extras.take(SOURCE).isPresent();
        return switch (media.source()) {
            case Media.Inline(String base64) when text -> Optional.of(member("text", decoded(base64)));
            case Media.Inline(String base64) -> Optional.of(member("bytes", base64));
            case Media.Url(String url) when url.startsWith(S3) ->
                    Optional.of("{\"s3Location\":" + member("uri", url) + "}");
            case Media.Other(String dialect, var value) when dialect.equals(BedrockConverse.NAME) ->
                    Optional.of(value.text());
            default -> Optional.empty();
        };
    }

    private static String member(String name, String value) {
        return new JsonWriter().object().member(name, value).endObject().text();
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** Bedrock takes letters, digits, single spaces, hyphens, parentheses and brackets, and wants a name. */
    private static String name(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}\\s()\\[\\]-]", "-").replaceAll("\\s+", " ").strip();
        String cut = plain.length() > MOST_NAME ? plain.substring(0, MOST_NAME) : plain;
        return cut.isEmpty() ? "document" : cut;
    }
}
