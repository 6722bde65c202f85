/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This run's command line once more, for a page to print: the same agreement, moment, input and -w. */
#ifndef CMD_AGAIN_H
#define CMD_AGAIN_H

#include "cmd/filter.h"
#include "figures/behind.h"

/*
 * The command that begins with these words, a tool and its own options up to NULL, and then has what all
 * tools share as this run had it. Where this run took the current time, it is written down, so that the
 * figures stay what they were. Valid as long as the filter's agreement.
 */
struct behind filter_command(struct filter *f, const char *const *words);

/* The same where leads are read: the command lists them. Of partials there is none. */
struct behind filter_again(struct filter *f, const char *const *words);

#endif
