package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAlignedWithoutTrailingSpace() {
        Table table = new Table("A", "LONG HEADING", "C");
        table.row("größer als", "x", "");
        table.row("a", "", "c");

        assertThat(table).hasToString("""
                A           LONG HEADING  C
                größer als  x
                a                         c
                """);
    }

    @Test
    void nothingIsPrintedThatATerminalObeys() {
        Table table = new Table("A");
        table.row("\u001b[31mred\nnext\u009b\r");

        assertThat(table).hasToString("A\n [31mred next\n");
    }
}
