package io.patchbay.cli;

import io.patchbay.cli.Commands.Group;
import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;

/** Understands a command line, has it carried out, and tells what went wrong in one way for all commands. */
final class Cli {
    private final Terminal terminal;

    Cli(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Does what the line says; the exit status. */
    int run(String... line) {
        List<String> words = List.of(line);
        try {
            return run(words);
        } catch (Exit e) {
            return tell(e, words);
        } catch (AccessDeniedException e) {
            return tell(new Exit(Exit.NO_PERMISSION, "no permission for " + e.getMessage()), words);
        } catch (IOException e) {
            return tell(new Exit(Exit.NO_INPUT, String.valueOf(e.getMessage())), words);
        }
    }

    private int run(List<String> line) throws IOException {
        String first = line.isEmpty() ? "help" : line.getFirst();
        List<String> rest = line.subList(Math.min(1, line.size()), line.size());
        return switch (first) {
            case "help" -> print(help(rest));
            case "completion" -> print(Completion.script(rest));
            default -> run(Commands.group(first)
                    .orElseThrow(() -> new Exit(Exit.USAGE, "unknown command: " + first + "; try help")), rest);
        };
    }

    private static String help(List<String> words) {
        if (words.equals(List.of("completion"))) {
            return Completion.HELP;
        }
        return Help.of(Commands.group(words.isEmpty() ? "" : words.getFirst())
                .orElseThrow(() -> new Exit(Exit.USAGE, "no help for that; try help")));
    }

    private int print(String text) {
        terminal.out().print(text);
        return 0;
    }

    private int run(Group group, List<String> line) throws IOException {
        int end = line.indexOf("--");
        List<String> options = end < 0 ? line : line.subList(0, end);
        if (options.contains("--help") || options.contains("-h")) {
            return print(Help.of(group));
        }
        Arguments arguments = Arguments.parse(group, line);
        Session session = new Session(arguments, terminal, new AdminApi(Access.find(arguments, terminal)));
        return switch (group.name()) {
            case "bundles" -> new BundleCommands(session).run();
            case "config" -> new ConfigCommands(session).run();
            case "health" -> new HealthCommands(session).run();
            case "route" -> new RouteCommands(session).run();
            default -> new KeyCommands(session).run();
        };
    }

    /** A failure in words on standard error, or as JSON on standard output; its status. */
    private int tell(Exit failure, List<String> line) {
        Refusal refusal = failure instanceof Refusal known ? known : null;
        if (line.contains("--json")) {
            terminal.out().print((refusal == null ? Refusal.json(failure) : refusal.json()).stripTrailing() + '\n');
        } else {
            terminal.err().print("patchbay: " + Table.plain(String.valueOf(failure.getMessage())) + '\n');
            if (refusal != null) {
                for (Problem problem : refusal.problems()) {
                    terminal.err().print(problem.line() + '\n');
                }
            }
        }
        return failure.status();
    }
}
