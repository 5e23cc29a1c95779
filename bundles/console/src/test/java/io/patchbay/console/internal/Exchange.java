package io.patchbay.console.internal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A request to the Web Console, and what becomes of it. */
final class Exchange {
    /** What is behind the filter under test. */
    @FunctionalInterface
    interface Servlet {
        void serve(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    private final String method;
    private final String path;
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;
    private Optional<HttpServletRequest> served = Optional.empty();

    Exchange(String method, String path) {
        this.method = method;
        this.path = path;
    }

    Exchange parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    Exchange attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    /** Goes through a filter to a servlet that answers with nothing. */
    Exchange through(HttpFilter filter) throws Exception {
        return through(filter, (_, _) -> {
        });
    }

    Exchange through(HttpFilter filter, Servlet servlet) throws Exception {
        filter.doFilter(request(), response(), (request, response) -> {
            served = Optional.of((HttpServletRequest) request);
            servlet.serve((HttpServletRequest) request, (HttpServletResponse) response);
        });
        return this;
    }

    int status() {
        return status;
    }

    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The request that the servlet got, if it got one. */
    Optional<HttpServletRequest> served() {
        return served;
    }

    HttpServletRequest request() {
        return fake(HttpServletRequest.class, (_, called, arguments) -> switch (called.getName()) {
            case "getMethod" -> method;
            case "getServletPath" -> path;
            case "getParameter" -> parameters.get(arguments[0]);
            case "getAttribute" -> attributes.get(arguments[0]);
            default -> throw new UnsupportedOperationException(called.toString());
        });
    }

    HttpServletResponse response() {
        ServletOutputStream out = new ServletOutputStream() {
            @Override
            public void write(int octet) {
                body.write(octet);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
        return fake(HttpServletResponse.class, (_, called, arguments) -> switch (called.getName()) {
            case "setStatus" -> {
                status = (int) arguments[0];
                yield null;
            }
            case "sendError" -> {
                status = (int) arguments[0];
                body.writeBytes(String.valueOf(arguments[1]).getBytes(StandardCharsets.UTF_8));
                yield null;
            }
            case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
            case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
            case "getOutputStream" -> out;
            case "isCommitted" -> false;
            case "reset" -> {
                headers.clear();
                yield null;
            }
            default -> throw new UnsupportedOperationException(called.toString());
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        // What a method of no result gives back is looked at by nobody, but must be null.
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (proxy, method, arguments) -> {
                    Object result = handler.invoke(proxy, method, arguments);
                    return method.getReturnType() == void.class ? null : result;
                }));
    }
}
