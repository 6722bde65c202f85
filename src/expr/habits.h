/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words of other languages, which somebody who knows SQL, a spreadsheet or a script tries first, and what is
 * written here instead. Only a message shows them: they have no meaning here.
 */
#ifndef EXPR_HABITS_H
#define EXPR_HABITS_H

#include "base/str.h"

/* NULL: a word that isn't known from anywhere. */
const char *habit_function(struct str name);
const char *habit_name(struct str name);
const char *habit_statement(struct str keyword);
const char *habit_operator(struct str word); /* behind a value, where an operator or the end would be */
const char *habit_trailing(struct str word); /* the same, where no clause of a statement can follow */

/* Of a byte that begins no word. */
const char *habit_byte(char c);

#endif
