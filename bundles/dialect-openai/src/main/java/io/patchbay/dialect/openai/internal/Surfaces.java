package io.patchbay.dialect.openai.internal;

import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.util.List;
import java.util.Set;

/**
 * What OpenAI has beside chat and embeddings, and many a vendor that speaks like it has not: passed through, byte by byte,
 * to a provider that says it has it.
 */
final class Surfaces {
    private static final Operation IMAGES = new Operation("images");
    private static final Operation IMAGE_EDITS = new Operation("image-edits");
    private static final Operation SPEECH = new Operation("speech");
    private static final Operation TRANSCRIPTIONS = new Operation("transcriptions");
    private static final Operation TRANSLATIONS = new Operation("translations");
    private static final Operation MODERATIONS = new Operation("moderations");
    private static final Operation FILES = new Operation("files");
    private static final Operation BATCHES = new Operation("batches");

    private static final Set<Operation> ABOUT_MODELS =
            Set.of(IMAGES, IMAGE_EDITS, SPEECH, TRANSCRIPTIONS, TRANSLATIONS, MODERATIONS);

    /** The endpoints, below a root. */
    static final List<Endpoint> ENDPOINTS = List.of(
            Endpoint.post("/images/generations", IMAGES),
            Endpoint.post("/images/edits", IMAGE_EDITS),
            Endpoint.post("/audio/speech", SPEECH),
            Endpoint.post("/audio/transcriptions", TRANSCRIPTIONS),
            Endpoint.post("/audio/translations", TRANSLATIONS),
            Endpoint.post("/moderations", MODERATIONS),
            Endpoint.post("/files", FILES),
            Endpoint.get("/files", FILES),
            Endpoint.get("/files/{id}", FILES),
            new Endpoint("DELETE", "/files/{id}", FILES),
            Endpoint.get("/files/{id}/content", FILES),
            Endpoint.post("/batches", BATCHES),
            Endpoint.get("/batches", BATCHES),
            Endpoint.get("/batches/{id}", BATCHES),
            Endpoint.post("/batches/{id}/cancel", BATCHES));

    private Surfaces() {}

    /** Whether an operation is one of these. */
    static boolean has(Operation operation) {
        return ENDPOINTS.stream().anyMatch(endpoint -> endpoint.operation().equals(operation));
    }

    /** Adds what the body says to a request; only a form or JSON that is about a model is looked at. */
    static WireRequest scan(WireRequest.Builder request, RawRequest raw) {
        request.surface(true);
        Bytes body = raw.body();
        if (!ABOUT_MODELS.contains(raw.endpoint().operation())) {
            return request.body(body).build();
        }
        String type = raw.headers().first("content-type").orElse("");
        return FormScan.isForm(type) ? FormScan.scan(request, type, body) : new SurfaceScan().scan(request, body);
    }

    /** A scanner of an answer; files and batches tell of usage and errors that are not this request's. */
    static FrameScanner scanner(Operation operation, ErrorReader errors) {
        return ABOUT_MODELS.contains(operation) ? new SurfaceScanner(errors) : _ -> Glimpse.CONTENT;
    }
}
