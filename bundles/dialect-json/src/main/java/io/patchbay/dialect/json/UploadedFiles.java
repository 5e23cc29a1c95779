package io.patchbay.dialect.json;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Files that were uploaded to a vendor, whose names mean nothing to any other. */
public final class UploadedFiles {
    private static final Set<String> OF_OPENAI = Set.of("openai-chat", "openai-responses");
    /** The member that names such a file, by dialect. */
    private static final Map<String, String> MEMBERS = Map.of("anthropic-messages", "source.file_id", "gemini",
            "fileData.fileUri");

    private UploadedFiles() {}

    /** Whether the files of one dialect are those of another: both of OpenAI's dialects know them by the same ids. */
    public static boolean areShared(String dialect, String other) {
        return dialect.equals(other) || (OF_OPENAI.contains(dialect) && OF_OPENAI.contains(other));
    }

    /**
     * Checks that a request names no file which a provider of a dialect cannot find: without it, the answer would be to
     * another question.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}, naming the field
     */
    public static void check(ChatRequest request, String dialect) {
        request.messages().forEach(message -> check(message.parts(), dialect));
    }

    private static void check(List<Part> parts, String dialect) {
        parts.stream().flatMap(UploadedFiles::media).forEach(media -> {
            if (media.source() instanceof Media.FileId(String from, String id) && !areShared(from, dialect)) {
                String member = MEMBERS.getOrDefault(from, "file_id");
                throw new GatewayException(ErrorKind.INVALID_REQUEST, "'" + member + "' names the file '" + id
                        + "', which the provider of this model cannot find: it speaks " + dialect
                        + ", and the file was uploaded to one that speaks " + from + ". Send its content instead.")
                        .withParam(member).withCode("unsupported_parameter");
            }
        });
    }

    private static Stream<Media> media(Part part) {
        return switch (part) {
            case Part.Image image -> Stream.of(image.media());
            case Part.Audio audio -> Stream.of(audio.media());
            case Part.Document document -> Stream.of(document.media());
            case Part.ToolResult result -> result.content().stream().flatMap(UploadedFiles::media);
            default -> Stream.of();
        };
    }
}
