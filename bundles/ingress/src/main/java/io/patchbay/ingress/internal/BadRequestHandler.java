package io.patchbay.ingress.internal;

import io.patchbay.api.exchange.Answer;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty refuses before it is a request: malformed or too large headers.
 */
final class BadRequestHandler implements Request.Handler {
    private final Supplier<Snapshot> current;
    private final RequestIds ids;

    BadRequestHandler(Supplier<Snapshot> current, RequestIds ids) {
        this.current = current;
        this.ids = ids;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException bad
                ? bad.getCode()
                : response.getStatus();
        Refusal refusal = Errors.refusal(status, HttpStatus.getMessage(status) + ".");
        Router router = current.get().router();
        Answer answer = Served.using(router.nearest(request.getHttpURI().getPath()),
                dialect -> Errors.answer(dialect, refusal.error()));
        new ResponseWriter(response, ids.idFor(request.getHeaders().get(ResponseWriter.REQUEST_ID)), null)
                .begin(status, answer);
        response.write(true, ResponseWriter.bodyOf(answer).read(ByteBuffer::wrap), callback);
        return true;
    }
}
