package io.patchbay.plugin.celconditions.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Tells which language a text is in, by Apache OpenNLP's model of 103 languages. */
final class Languages {
    private static final String MODEL = "/langdetect-183.bin";
    /**
     * How many times as likely as the next one a language must be. Whole sentences come to 2 and more, a few words, code and
     * numbers to less than this, where what is found is as often wrong as right.
     */
    private static final double CLEARLY = 1.2;
    /** Languages that the model has by their own names, and ISO 639-1 only by those of their families. */
    private static final Map<String, String> OF_A_FAMILY =
            Map.of("cmn", "zh", "ekk", "et", "lvs", "lv", "pes", "fa", "plt", "mg");

    private Languages() {}

    /** What is there once somebody has asked: some 35 MB, and a second to read. */
    private static final class Loaded {
        private static final LanguageDetectorModel MODEL = model();
        private static final Map<String, String> CODES = codes();
    }

    /** Reads the model now, which else the first text waits for. */
    static void load() {
        of("");
    }

    /** The language's ISO 639-1 code; empty where that is not clear, or there is none. */
    static String of(String text) {
        // The detector is for one thread; the model is for all.
        Language[] likely = new LanguageDetectorME(Loaded.MODEL).predictLanguages(text);
        String best = code(likely[0]);
        for (Language next : likely) {
            if (!code(next).equals(best)) {
                return likely[0].getConfidence() >= CLEARLY * next.getConfidence() ? best : "";
            }
        }
        return "";
    }

    private static String code(Language language) {
        return Loaded.CODES.getOrDefault(language.getLang(), "");
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>(OF_A_FAMILY);
        for (String code : Locale.getISOLanguages()) {
            codes.put(Locale.of(code).getISO3Language(), code);
        }
        return Map.copyOf(codes);
    }

    private static LanguageDetectorModel model() {
        try (InputStream in = Languages.class.getResourceAsStream(MODEL)) {
            if (in == null) {
                throw new FileNotFoundException(MODEL);
            }
            return new LanguageDetectorModel(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
