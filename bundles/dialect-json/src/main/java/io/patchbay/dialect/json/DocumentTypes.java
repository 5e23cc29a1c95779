package io.patchbay.dialect.json;

import io.patchbay.api.model.Media;
import java.util.Locale;
import java.util.Map;

/** The media types of documents, and how the names of such files end. */
public final class DocumentTypes {
    private static final Map<String, String> BY_ENDING = Map.ofEntries(
            Map.entry("pdf", "application/pdf"),
            Map.entry("csv", "text/csv"),
            Map.entry("doc", "application/msword"),
            Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Map.entry("xls", "application/vnd.ms-excel"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("ppt", "application/vnd.ms-powerpoint"),
            Map.entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            Map.entry("html", "text/html"),
            Map.entry("txt", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("json", "application/json"));

    private DocumentTypes() {}

    /** The type of a file, without parameters: as it was said or, where nobody did, as its name tells; empty for none. */
    public static String of(Media media, String name) {
        String said = media.mediaType();
        if (said.isEmpty() || said.equals("application/octet-stream")) {
            String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            return BY_ENDING.getOrDefault(ending, said);
        }
        int semicolon = said.indexOf(';');
        return semicolon < 0 ? said : said.substring(0, semicolon).strip();
    }

    /** A name for a file that has none. */
    public static String name(Media media) {
        return BY_ENDING.entrySet().stream().filter(each -> each.getValue().equals(media.mediaType()))
                .map(each -> "document." + each.getKey()).findFirst().orElse("document");
    }
}
