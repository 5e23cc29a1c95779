package io.patchbay.management.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A jar that is whole and says which bundle it is.
 *
 * @param file where it is
 * @param state the file as it was read
 * @param symbolicName without directives
 * @param version the bundle's
 * @param checksum SHA-256 of its table of contents, in hexadecimal: of the name, size and checksum of all that is in it
 */
record BundleJar(Path file, FileState state, String symbolicName, Version version, String checksum) {
    /**
     * Reads a jar.
     *
     * @throws RefusedException if it is not whole, no jar, or no bundle that can come to a gateway that runs
     * @throws IOException if it cannot be read; {@link NoSuchFileException} if it is gone
     */
    static BundleJar read(Path file) throws RefusedException, IOException {
        FileState state = FileState.of(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
        String name = String.valueOf(file.getFileName());
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Attributes manifest = manifest(jar, name);
            String symbolicName = symbolicName(manifest, name);
            return new BundleJar(file, state, symbolicName, version(manifest, name), checksum(jar));
        } catch (ZipException _) {
            throw new RefusedException(beginsAsZip(file)
                    ? name + " is not whole: it is still being copied, or was cut off. It is taken once it is whole."
                    : name + " is no jar: its content is not that of a zip file.");
        }
    }

    /**
     * Compares all of its content with the checksums inside.
     *
     * @throws RefusedException if something was damaged on the way
     */
    void verify() throws RefusedException, IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Iterator<? extends ZipEntry> entries = zip.entries().asIterator(); entries.hasNext();) {
                ZipEntry entry = entries.next();
                CheckedInputStream content = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
                content.transferTo(OutputStream.nullOutputStream());
                if (entry.getCrc() != content.getChecksum().getValue()) {
                    throw damaged(entry.getName());
                }
            }
        } catch (ZipException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    /** Its name for people. */
    String title() {
        return symbolicName + " " + version;
    }

    /** The contents themselves are not read: that is what {@link #verify} is for. */
    private static String checksum(ZipFile zip) {
        StringBuilder contents = new StringBuilder();
        zip.stream().forEach(entry -> contents.append(entry.getName()).append('\0').append(entry.getSize()).append('\0')
                .append(entry.getCrc()).append('\n'));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(contents.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private RefusedException damaged(String what) {
        return new RefusedException(file.getFileName() + " is damaged (" + what + "): copy it again.");
    }

    private static Attributes manifest(JarFile jar, String name) throws RefusedException, ZipException {
        Manifest manifest;
        try {
            manifest = jar.getManifest();
        } catch (ZipException e) {
            throw e;
        } catch (IOException e) {
            throw new RefusedException(name + " has a manifest that cannot be read: " + e.getMessage() + ".");
        }
        if (manifest == null) {
            throw new RefusedException(name + " is no bundle: it has no manifest, META-INF/MANIFEST.MF.");
        }
        return manifest.getMainAttributes();
    }

    /** Whether a file has the beginning of a zip file, or nothing yet. */
    static boolean beginsAsZip(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] begin = content.readNBytes(4);
            return begin.length == 0 || new String(begin, StandardCharsets.ISO_8859_1)
                    .equals("PK\3\4".substring(0, begin.length));
        }
    }

    private static String symbolicName(Attributes manifest, String name) throws RefusedException {
        String header = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (header == null) {
            throw new RefusedException(name + " is a plain jar, no OSGi bundle: its manifest has no "
                    + Constants.BUNDLE_SYMBOLICNAME + ". Build it with bnd, as the other bundles are.");
        }
        if (manifest.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new RefusedException(name + " is a fragment of " + manifest.getValue(Constants.FRAGMENT_HOST)
                    + ". A fragment changes another bundle and cannot come to a gateway that runs: make it a bundle.");
        }
        if (header.replace(" ", "").contains(Constants.SINGLETON_DIRECTIVE + ":=true")) {
            throw new RefusedException(
                    name + " is a singleton, of which there cannot be two versions side by side, as an"
                            + " update needs: take " + Constants.SINGLETON_DIRECTIVE + ":=true out of its "
                            + Constants.BUNDLE_SYMBOLICNAME + ".");
        }
        String symbolicName = header.split(";", 2)[0].strip();
        if (!symbolicName.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
            throw new RefusedException(name + " has a " + Constants.BUNDLE_SYMBOLICNAME + " that is none: "
                    + symbolicName + ".");
        }
        return symbolicName;
    }

    private static Version version(Attributes manifest, String name) throws RefusedException {
        try {
            return Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    name + " has a " + Constants.BUNDLE_VERSION + " that is none: " + e.getMessage() + ".");
        }
    }
}
