package io.patchbay.api.examples;

import io.patchbay.api.cache.CacheKey;
import io.patchbay.api.cache.CachedAnswer;
import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cache on disk: a file for each answer. */
final class DiskCache implements ResponseCache {
    private final Path folder;

    DiskCache(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<CachedAnswer> find(CacheKey key) {
        Path file = folder.resolve(key.digest());
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            int status = in.readInt();
            boolean streamed = in.readBoolean();
            Headers.Builder headers = Headers.builder();
            in.readUTF().lines().map(line -> line.split(": ", 2)).forEach(line -> headers.add(line[0], line[1]));
            List<Bytes> frames = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                frames.add(Bytes.wrap(in.readNBytes(in.readInt())));
            }
            return Optional.of(new CachedAnswer(status, headers.build(), streamed, frames));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void store(CacheKey key, CachedAnswer answer) {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve(key.digest())))) {
            out.writeInt(answer.status());
            out.writeBoolean(answer.streamed());
            StringBuilder headers = new StringBuilder();
            answer.headers().forEach((name, value) -> headers.append(name).append(": ").append(value).append('\n'));
            out.writeUTF(headers.toString());
            out.writeInt(answer.frames().size());
            for (Bytes frame : answer.frames()) {
                out.writeInt(frame.size());
                out.write(frame.toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
