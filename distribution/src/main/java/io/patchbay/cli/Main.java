package io.patchbay.cli;

/** Where {@code bin/patchbay} begins for the commands of {@link Commands}. */
public final class Main {
    private Main() {}

    /** Does what the command says; the exit status is one of {@link io.patchbay.launcher.Exit}. */
    public static void main(String[] arguments) {
        int status = new Cli(Terminal.ofSystem()).run(arguments);
        System.out.flush();
        System.exit(status);
    }
}
