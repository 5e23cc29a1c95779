package io.patchbay.cli;

import io.patchbay.cli.Commands.Command;
import io.patchbay.cli.Commands.Group;
import io.patchbay.cli.Commands.Option;
import java.util.List;

/** The help of a group of commands. */
final class Help {
    private static final int COLUMN = 28;

    private Help() {}

    static String of(Group group) {
        StringBuilder help = new StringBuilder("patchbay " + group.name() + ": " + group.text() + "\n\nusage: patchbay "
                + group.name() + " <command> [options]\n\n");
        for (Command command : group.commands()) {
            line(help, "  " + command.name() + " " + command.arguments(), command.text());
            options(help, "      ", command.options());
        }
        help.append('\n').append(group.notes()).append("\n\noptions of all commands:\n");
        options(help, "  ", Commands.GLOBAL);
        help.append("""

                environment:
                  PATCHBAY_ADMIN_TOKEN      the admin token, in place of the one in the home's secrets/admin-token
                  PATCHBAY_HOME             the home

                exit status: 0 done, 1 refused, 3 not running, 64 wrong command or option, 66 no such file or value,
                  69 the gateway does not answer, 75 try again later, 77 no permission, or a wrong token
                """);
        return help.toString();
    }

    private static void options(StringBuilder help, String indent, List<Option> options) {
        for (Option option : options) {
            line(help, indent + option.name() + " " + option.value(), option.text());
        }
    }

    private static void line(StringBuilder help, String left, String right) {
        help.append(left.stripTrailing()).append(" ".repeat(Math.max(2, COLUMN - left.stripTrailing().length())))
                .append(right).append('\n');
    }
}
