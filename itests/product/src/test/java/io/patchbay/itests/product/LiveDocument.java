package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** The document of a gateway that runs, changed by its file, by the API and by the Web Console. */
final class LiveDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AdminApi admin;
    private final ConsoleForm console;
    private final Path file;

    /** Who changes a setting. */
    enum Way {
        FILE, API, CONSOLE;

        /** Each in its turn. */
        static Way of(int turn) {
            return values()[Math.floorMod(turn, values().length)];
        }
    }

    LiveDocument(GatewayProcess gateway) {
        admin = new AdminApi(gateway);
        console = new ConsoleForm(gateway);
        file = gateway.home().resolve(GatewayProcess.DOCUMENT);
    }

    /** Changes one setting, whose only value is a text or a number, and waits until the document has it. */
    void set(Way way, String pid, String setting, Object value) {
        switch (way) {
            case FILE -> save(with(pid, setting, value).toString());
            case API -> admin.patch(JSON.createObjectNode().set(pid, with(pid, setting, value).get(pid)).toString());
            case CONSOLE -> console.edit(pid, Map.of(setting, String.valueOf(value)));
        }
        await().atMost(LIMIT).untilAsserted(
                () -> assertThat(only(admin.document().path(pid).path(setting))).isEqualTo(String.valueOf(value)));
    }

    /** Saves a text in place of the document, as an editor does: beside it, then over it. */
    void save(String text) {
        try {
            Path beside = Files.writeString(file.resolveSibling("document.tmp"), text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the file has now. */
    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode with(String pid, String setting, Object value) {
        ObjectNode document = (ObjectNode) admin.document();
        ObjectNode section = document.withObjectProperty(pid);
        JsonNode before = section.path(setting);
        JsonNode after = JSON.valueToTree(value);
        section.set(setting, before.isArray() ? JSON.createArrayNode().add(after) : after);
        return document;
    }

    private static String only(JsonNode value) {
        return (value.isArray() ? value.path(0) : value).asText();
    }
}
