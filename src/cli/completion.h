/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shells' completion scripts, printed from a tool's option table. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "cli/option.h"

/* The shells, in the words of --completions. */
#define COMPLETION_SHELLS "bash zsh fish"
enum shell { SHELL_BASH, SHELL_ZSH, SHELL_FISH };

void completion_write(struct buf *out, const struct tool *tool, enum shell shell);

#endif
