package io.patchbay.itests.sdk;

import java.util.List;

/** A vendor's SDK as its users use it, with the gateway as its base URL. It serves many tests, and none closes it. */
interface Sdk {
    /** The dialect that it speaks. */
    String dialect();

    /** The same SDK with another token. */
    Sdk withToken(String token);

    /** An answer in one piece. */
    Answer whole(Ask ask);

    /** An answer that came as a stream, put together in the way that the SDK offers. */
    Answer stream(Ask ask);

    /** The answer in one piece, once the tools that the model called have returned. */
    Answer next(Ask ask, Answer calls, List<String> results);

    /** The word for the end of an answer. */
    String finish(Scene scene);

    /** What it throws for an HTTP status. */
    Class<? extends Exception> thrownFor(int status);

    /** The HTTP status that an exception of this SDK tells. */
    int status(Throwable thrown);

    /** Gives back what it holds. */
    void close();
}
