package io.patchbay.core.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.ExchangeReader;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code POST /api/route/explain} on the management plane: what would become of a request, and why nothing else. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/route/explain")
public final class ExplainServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MOST_BYTES = 4 << 20;

    private final transient Function<Exchange, Map<String, @Nullable Object>> explainer;
    private transient volatile @Nullable ExchangeReader reader;

    /** Explains what the gateway would do. */
    @Activate
    public ExplainServlet(@Reference CoreGateway gateway) {
        this(gateway::explain);
    }

    ExplainServlet(Function<Exchange, Map<String, @Nullable Object>> explainer) {
        this.explainer = explainer;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindReader(ExchangeReader service) {
        reader = service;
    }

    @SuppressWarnings("ReferenceEquality") // The next one is bound before the last one is unbound.
    void unbindReader(ExchangeReader service) {
        if (reader == service) {
            reader = null;
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ExchangeReader by = reader;
        if (!request.getMethod().equals("POST")) {
            ManagementAnswers.otherMethod(request, response, "POST");
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            ManagementAnswers.error(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "The body is longer than " + MOST_BYTES + " bytes.");
        } else if (by == null) {
            ManagementAnswers.error(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "The data plane, which reads requests, is not there now.");
        } else {
            explain(body, by, response);
        }
    }

    private void explain(byte[] body, ExchangeReader by, HttpServletResponse response) throws IOException {
        Exchange exchange;
        try {
            exchange = ExplainRequest.read(body).exchange(by);
        } catch (GatewayException e) {
            ManagementAnswers.error(response, HttpServletResponse.SC_BAD_REQUEST, e.publicMessage(),
                    e.param().orElse(""));
            return;
        }
        ManagementAnswers.write(response, HttpServletResponse.SC_OK, explainer.apply(exchange));
    }
}
