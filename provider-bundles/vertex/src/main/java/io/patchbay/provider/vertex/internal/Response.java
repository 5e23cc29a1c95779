package io.patchbay.provider.vertex.internal;

import com.google.api.client.http.LowLevelHttpResponse;
import io.patchbay.upstream.CredentialCalls.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer, as Google's library wants it. */
final class Response extends LowLevelHttpResponse {
    private final Reply reply;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();

    Response(Reply reply) {
        this.reply = reply;
        reply.headers().forEach((name, value) -> headers.add(Map.entry(name, value)));
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(reply.body().toArray());
    }

    @Override
    public @Nullable String getContentEncoding() {
        return null;
    }

    @Override
    public long getContentLength() {
        return reply.body().size();
    }

    @Override
    public @Nullable String getContentType() {
        return reply.headers().first("content-type").orElse(null);
    }

    @Override
    public String getStatusLine() {
        return "HTTP/1.1 " + reply.status();
    }

    @Override
    public int getStatusCode() {
        return reply.status();
    }

    @Override
    public String getReasonPhrase() {
        return "";
    }

    @Override
    public int getHeaderCount() {
        return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
        return headers.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
        return headers.get(index).getValue();
    }
}
